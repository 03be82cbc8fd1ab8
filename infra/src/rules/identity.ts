import { appsOf, NAMESPACE } from '../architecture.js';
import { nameOf } from '../model/cluster.js';
import { differences, problemsOf, repeated, type Rule, when } from './rule.js';

export const identityRules: Rule[] = [
  {
    id: 'no-object-twice',
    says: 'no two objects have the same kind and name',
    check: ({ objects }) =>
      repeated(objects.map(nameOf)).flatMap((name) =>
        problemsOf(name, { what: 'it exists twice', remedy: 'rename or remove one' }),
      ),
  },
  {
    id: 'one-namespace',
    says: `everything is in the namespace ${NAMESPACE}`,
    check: ({ objects }) =>
      objects
        .filter(({ kind }) => kind !== 'Namespace')
        .flatMap((object) => {
          const namespace = object.metadata?.namespace;
          const what = `it is in the namespace ${namespace ?? '(none)'}`;
          const remedy = `set namespace: ${NAMESPACE} in the kustomization.yaml of the overlay, and in no manifest`;
          return problemsOf(nameOf(object), when(namespace !== NAMESPACE, what, remedy));
        }),
  },
  {
    id: 'namespace-restricted',
    says: 'the namespace enforces Pod Security "restricted"',
    check: (cluster) => {
      const label = 'pod-security.kubernetes.io/enforce';
      const enforce = cluster.named('Namespace', NAMESPACE)?.metadata?.labels?.[label];
      return problemsOf(
        `Namespace/${NAMESPACE}`,
        when(
          enforce !== 'restricted',
          `it enforces ${enforce ?? 'nothing'}`,
          `label it ${label}: restricted in k8s/namespace.yaml`,
        ),
      );
    },
  },
  {
    id: 'all-there',
    says: 'exactly the apps of the system run, each once',
    check: ({ workloads, overlay }) => [
      ...differences('overlay', {
        actual: workloads.map(({ app }) => app),
        expected: appsOf(overlay),
        of: 'app',
        remedy:
          'system/src/system.ts describes the apps; the manifest of an app is in k8s/ and stands in ' +
          "k8s/kustomization.yaml, a backup's is in k8s-prod/backups.yaml; its pods have the label app",
      }),
      ...repeated(workloads.map(({ app }) => app)).flatMap((app) =>
        problemsOf(`app ${app}`, {
          what: 'two workloads have pods with this label',
          remedy: 'give the pods of one of them another label app, or remove it',
        }),
      ),
    ],
  },
];
