import { FOR_MONITORING, MEASURED } from '../architecture.js';
import { nameOf, type Workload } from '../model/cluster.js';
import { servedPaths } from './probes.js';
import { problemsOf, type Rule, when } from './rule.js';

const FILE = 'in k8s-monitoring/scraped.yaml';
const PATH = '/metrics';

export const monitoringRules: Rule[] = [
  {
    id: 'scrapes-find-metrics',
    says: 'where a monitoring system is let in, each service says where its metrics are, and no pod without metrics says so',
    check: ({ overlay, workloads }) =>
      workloads.flatMap((workload) => {
        const notes = workload.template.metadata?.annotations ?? {};
        const scraped = notes['prometheus.io/scrape'] === 'true';
        const measured = overlay.monitored && MEASURED.includes(workload.app);
        return problemsOf(
          nameOf(workload),
          when(measured && !scraped, 'nobody scrapes it', `set prometheus.io/scrape: 'true' ${FILE}`),
          when(
            scraped && !measured,
            'it is scraped, but it has no metrics',
            'correct the target of the patch in k8s-monitoring/kustomization.yaml',
          ),
          ...(scraped && measured ? addressProblems(workload, notes) : []),
        );
      }),
  },
  {
    id: 'monitoring-finds-files',
    says: 'where a monitoring system is let in, it finds the dashboard and the alerts by their labels, and nowhere else',
    check: (cluster) =>
      [...FOR_MONITORING].flatMap(([name, label]) => {
        const map = cluster.ofKind('ConfigMap').find(({ metadata }) => metadata?.name === name);
        const remedy = 'correct configMapGenerator in k8s-monitoring/kustomization.yaml';
        return problemsOf(
          `ConfigMap/${name}`,
          when(cluster.overlay.monitored && !map, 'it is missing', remedy),
          when(!cluster.overlay.monitored && map !== undefined, 'nobody reads it', remedy),
          when(
            map !== undefined && map.metadata?.labels?.[label] !== '1',
            `nobody finds it without the label ${label}`,
            remedy,
          ),
        );
      }),
  },
];

function addressProblems({ containers, app }: Workload, notes: Record<string, string>) {
  const ports = containers.flatMap((container) => container.ports ?? []);
  const [port, path] = [notes['prometheus.io/port'], notes['prometheus.io/path']];
  return [
    when(
      !ports.some(({ containerPort }) => String(containerPort) === port),
      `port ${port ?? '(none)'} is no port of it`,
      `set prometheus.io/port to a containerPort ${FILE}`,
    ),
    when(
      path !== PATH || !servedPaths(app).includes(path),
      `it has no metrics at ${path ?? '(none)'}`,
      `set prometheus.io/path: ${PATH} ${FILE}`,
    ),
  ];
}
