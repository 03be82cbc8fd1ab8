import { appsOf, NAMESPACE } from '../architecture.js';
import { nameOf } from '../model/cluster.js';
import { differences, problemsOf, type Rule, when } from './rule.js';

export const identityRules: Rule[] = [
  {
    id: 'no-object-twice',
    says: 'no two objects have the same kind and name',
    check: ({ objects }) => {
      const names = objects.map(nameOf);
      return names
        .filter((name, index) => names.indexOf(name) !== index)
        .flatMap((name) => problemsOf(name, { what: 'stands there twice', remedy: 'rename or remove one' }));
    },
  },
  {
    id: 'one-namespace',
    says: `everything is in the namespace ${NAMESPACE}`,
    check: ({ objects }) =>
      objects
        .filter(({ kind }) => kind !== 'Namespace')
        .flatMap((object) => {
          const namespace = object.metadata?.namespace;
          const what = `is in namespace ${namespace ?? '(none)'}`;
          return problemsOf(
            nameOf(object),
            when(namespace !== NAMESPACE, what, 'kustomization.yaml sets it'),
          );
        }),
  },
  {
    id: 'namespace-restricted',
    says: 'the namespace enforces Pod Security "restricted"',
    check: (cluster) => {
      const enforce = cluster.named('Namespace', NAMESPACE)?.metadata?.labels?.[
        'pod-security.kubernetes.io/enforce'
      ];
      return problemsOf(
        `Namespace/${NAMESPACE}`,
        when(enforce !== 'restricted', `enforces ${enforce ?? 'nothing'}`, 'label it in k8s/namespace.yaml'),
      );
    },
  },
  {
    id: 'all-there',
    says: 'what runs is what the architecture has, each once',
    check: ({ workloads, overlay }) => [
      ...differences('overlay', {
        actual: workloads.map(({ app }) => app),
        expected: appsOf(overlay),
        of: 'app',
        remedy: 'the label app of the pods says what runs; see architecture.ts',
      }),
      ...workloads
        .filter(({ app }, index) => workloads.findIndex((other) => other.app === app) !== index)
        .flatMap((workload) =>
          problemsOf(nameOf(workload), { what: `app ${workload.app} has two`, remedy: 'rename one' }),
        ),
    ],
  },
];
