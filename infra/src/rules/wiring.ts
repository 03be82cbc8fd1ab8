import { type Cluster, matches, nameOf, type Workload } from '../model/cluster.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

const portsOf = ({ containers }: Workload) => containers.flatMap(({ ports }) => ports ?? []);
export const hasPort = (workload: Workload, port: string | number | undefined) =>
  portsOf(workload).some(({ name, containerPort }) => port === name || port === containerPort);

export const wiringRules: Rule[] = [
  {
    id: 'selectors-match',
    says: 'a workload selects its own pods',
    check: (cluster) =>
      cluster.ofKind('Deployment', 'StatefulSet').flatMap(({ kind, metadata, spec }) => {
        const selector = spec?.selector.matchLabels ?? {};
        const own =
          Object.keys(selector).length > 0 && matches(selector, spec?.template.metadata?.labels ?? {});
        return problemsOf(
          `${kind}/${metadata?.name}`,
          when(
            !own,
            `selects ${JSON.stringify(selector)}, not its pods`,
            'the labels of the template must have these',
          ),
        );
      }),
  },
  {
    id: 'services-find-pods',
    says: 'a Service selects the pods of one workload',
    check: (cluster) =>
      cluster.ofKind('Service').flatMap((service) => {
        const found = cluster.chosenBy(service.spec?.selector).map(({ name }) => name);
        const what = `selects ${found.length === 0 ? 'nothing' : found.join(' and ')}`;
        return problemsOf(nameOf(service), when(found.length !== 1, what, 'select by app'));
      }),
  },
  {
    id: 'services-find-ports',
    says: 'a Service leads to a named port that the pods have',
    check: (cluster) =>
      cluster.ofKind('Service').flatMap((service) =>
        (service.spec?.ports ?? []).flatMap(({ targetPort }) => {
          const exists = cluster
            .chosenBy(service.spec?.selector)
            .every((workload) => typeof targetPort === 'string' && hasPort(workload, targetPort));
          const what = `targetPort ${targetPort ?? '(none)'} is no named port of its pods`;
          return problemsOf(nameOf(service), when(!exists, what, 'name a port of the container'));
        }),
      ),
  },
  {
    id: 'sets-have-services',
    says: 'a StatefulSet names a Service that selects its pods; where pods are called by name it is headless',
    check: (cluster) =>
      cluster.ofKind('StatefulSet').flatMap((set) => {
        const service = cluster.named('Service', set.spec?.serviceName);
        const workload = cluster.workloads.find(
          ({ kind, name }) => kind === set.kind && name === set.metadata?.name,
        );
        const own = workload && cluster.chosenBy(service?.spec?.selector).includes(workload);
        const headless =
          service?.spec?.clusterIP === 'None' && service.spec.publishNotReadyAddresses === true;
        return problemsOf(
          nameOf(set),
          when(!own, `serviceName ${set.spec?.serviceName} is no Service of its pods`, 'add or name it'),
          when(
            (workload?.replicas ?? 1) > 1 && !headless,
            `${set.spec?.serviceName} does not name each pod`,
            'clusterIP: None and publishNotReadyAddresses: true',
          ),
        );
      }),
  },
  {
    id: 'sets-keep-data',
    says: 'a StatefulSet has a volume of its own for each pod, mounted where it writes',
    check: ({ workloads }) =>
      workloads
        .filter(({ kind }) => kind === 'StatefulSet')
        .flatMap((workload) => {
          const mounts = workload.containers[0]?.volumeMounts ?? [];
          const kept = workload.claims.some(({ metadata }) =>
            mounts.some(({ name }) => name === metadata?.name),
          );
          return problemsOf(
            nameOf(workload),
            when(!kept, 'keeps nothing', 'volumeClaimTemplates, and a volumeMount'),
          );
        }),
  },
  {
    id: 'volumes-exist',
    says: 'each mount has its volume, each volume is mounted, and what it is made of exists',
    check: (cluster) => cluster.workloads.flatMap((workload) => volumeProblems(cluster, workload)),
  },
  {
    id: 'config-used',
    says: 'each key of a ConfigMap is used by a pod that mounts it',
    check: (cluster) =>
      cluster.ofKind('ConfigMap').flatMap((map) => {
        const users = cluster.workloads.filter(({ template }) =>
          template.spec?.volumes?.some(({ configMap }) => configMap?.name === map.metadata?.name),
        );
        const commands = users.flatMap(({ containers }) =>
          containers.flatMap(({ command = [], args = [] }) => [...command, ...args]),
        );
        const texts = [...commands, ...Object.values(map.data ?? {})];
        return Object.keys(map.data ?? {}).flatMap((key) => {
          const used = users.length > 0 && texts.some((text) => text.includes(`/${key}`));
          return problemsOf(
            nameOf(map),
            when(!used, `${key} is not used`, 'mount and name it, or remove it'),
          );
        });
      }),
  },
];

function volumeProblems(cluster: Cluster, workload: Workload): Problem[] {
  const volumes = workload.template.spec?.volumes ?? [];
  const names = [
    ...volumes.map(({ name }) => name),
    ...workload.claims.map(({ metadata }) => metadata?.name ?? ''),
  ];
  const mounted = workload.containers.flatMap(({ volumeMounts }) =>
    (volumeMounts ?? []).map(({ name }) => name),
  );
  const missing = volumes.flatMap(({ configMap, persistentVolumeClaim: claim }) => [
    ...(configMap && !cluster.named('ConfigMap', configMap.name) ? [`ConfigMap ${configMap.name}`] : []),
    ...(claim && !cluster.named('PersistentVolumeClaim', claim.claimName)
      ? [`claim ${claim.claimName}`]
      : []),
  ]);
  return problemsOf(
    nameOf(workload),
    ...mounted.map((name) =>
      when(!names.includes(name), `mounts ${name}, which is no volume`, 'add the volume'),
    ),
    ...names.map((name) =>
      when(!mounted.includes(name), `volume ${name} is not mounted`, 'mount or remove it'),
    ),
    ...missing.map((what) => ({ what: `${what} does not exist`, remedy: 'add it, or mend the name' })),
  );
}
