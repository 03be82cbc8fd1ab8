import { FOR_MONITORING } from '../architecture.js';
import { type Cluster, isMounted, matches, nameOf, type Workload } from '../model/cluster.js';
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
            `it selects ${JSON.stringify(selector)}, which its pods do not have`,
            'give selector and template the same label app in its manifest',
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
        const what = `it selects ${found.length === 0 ? 'nothing' : found.join(' and ')}`;
        const remedy = 'select the label app of one workload in the manifest of the Service';
        return problemsOf(nameOf(service), when(found.length !== 1, what, remedy));
      }),
  },
  {
    id: 'services-find-ports',
    says: 'a Service leads to a port of its pods, by the name of the port',
    check: (cluster) =>
      cluster.ofKind('Service').flatMap((service) =>
        (service.spec?.ports ?? []).flatMap(({ targetPort }) => {
          const exists = cluster
            .chosenBy(service.spec?.selector)
            .every((workload) => typeof targetPort === 'string' && hasPort(workload, targetPort));
          const what = `its targetPort ${targetPort ?? '(none)'} is no named port of its pods`;
          const remedy = 'set targetPort to the name of a containerPort in the manifest of the Service';
          return problemsOf(nameOf(service), when(!exists, what, remedy));
        }),
      ),
  },
  {
    id: 'sets-have-services',
    says: 'a StatefulSet names a Service that selects its pods, and with several pods this Service is headless',
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
          when(
            !own,
            `its serviceName ${set.spec?.serviceName} is no Service that selects its pods`,
            'correct serviceName, or add the Service, in the manifest of the set',
          ),
          when(
            (workload?.replicas ?? 1) > 1 && !headless,
            `its Service ${set.spec?.serviceName} does not give each pod a name`,
            'set clusterIP: None and publishNotReadyAddresses: true in the Service',
          ),
        );
      }),
  },
  {
    id: 'sets-keep-data',
    says: 'each pod of a StatefulSet has a volume of its own, which its container mounts',
    check: ({ workloads }) =>
      workloads
        .filter(({ kind }) => kind === 'StatefulSet')
        .flatMap((workload) => {
          const kept = isMounted(workload, () => true);
          const remedy =
            'set volumeClaimTemplates and a volumeMount of the same name in k8s/patches/store.yaml';
          return problemsOf(nameOf(workload), when(!kept, 'its data is lost with the pod', remedy));
        }),
  },
  {
    id: 'volumes-exist',
    says: 'each mount has a volume, each volume is mounted, and its ConfigMap or claim exists',
    check: (cluster) => cluster.workloads.flatMap((workload) => volumeProblems(cluster, workload)),
  },
  {
    id: 'config-used',
    says: 'a pod that mounts a ConfigMap uses each of its keys, unless a monitoring system reads it',
    check: (cluster) =>
      cluster.ofKind('ConfigMap').flatMap((map) => {
        if (FOR_MONITORING.has(map.metadata?.name ?? '')) return [];
        const users = cluster.workloads.filter(({ template }) =>
          template.spec?.volumes?.some(({ configMap }) => configMap?.name === map.metadata?.name),
        );
        const commands = users.flatMap(({ containers, template }) =>
          [...containers, ...(template.spec?.initContainers ?? [])].flatMap(({ command = [], args = [] }) => [
            ...command,
            ...args,
          ]),
        );
        const texts = [...commands, ...Object.values(map.data ?? {})];
        return Object.keys(map.data ?? {}).flatMap((key) => {
          const used = users.length > 0 && texts.some((text) => text.includes(`/${key}`));
          return problemsOf(
            nameOf(map),
            when(
              !used,
              `no pod uses ${key}`,
              'mount the ConfigMap and name the file in a command, or remove it from configMapGenerator',
            ),
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
  const containers = [...workload.containers, ...(workload.template.spec?.initContainers ?? [])];
  const mounted = containers.flatMap(({ volumeMounts }) => (volumeMounts ?? []).map(({ name }) => name));
  const missing = volumes.flatMap(({ configMap, persistentVolumeClaim: claim }) => [
    ...(configMap && !cluster.named('ConfigMap', configMap.name) ? [`ConfigMap ${configMap.name}`] : []),
    ...(claim && !cluster.named('PersistentVolumeClaim', claim.claimName)
      ? [`claim ${claim.claimName}`]
      : []),
  ]);
  return problemsOf(
    nameOf(workload),
    ...mounted.map((name) =>
      when(
        !names.includes(name),
        `it mounts ${name}, which is no volume`,
        'add the volume, or correct the name',
      ),
    ),
    ...names.map((name) =>
      when(!mounted.includes(name), `no container mounts the volume ${name}`, 'mount it, or remove it'),
    ),
    ...missing.map((what) => ({ what: `${what} does not exist`, remedy: 'add it, or correct the name' })),
  );
}
