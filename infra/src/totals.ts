import type { IContainer, IResourceRequirements } from 'kubernetes-models/v1';
import { STORES, TIMERS, WEB } from './architecture.js';
import type { Cluster, Workload } from './model/cluster.js';
import { quantity } from './model/quantity.js';

/** What a group of pods asks for. CPU is in CPUs, memory and volumes are in bytes. */
export interface Total {
  group: string;
  pods: number;
  cpu: number;
  memory: number;
  volumes: number;
}

const GIB = 2 ** 30;
const isMongo = ({ app }: Workload) => STORES.some((store) => store.app === app);
const isRedis = ({ app }: Workload) => TIMERS.some((store) => store.app === app);
const isScaled = ({ app }: Workload) => WEB.includes(app);

/** What an overlay asks for, by group and in all: with the least pods, and with the most. Backups run one at a time. */
export function totalsOf(cluster: Cluster): { least: Total[]; most: Total[] } {
  const groups: [string, (workload: Workload) => boolean][] = [
    ['services with an API and the site', isScaled],
    ['expiration', ({ app }) => app === 'expiration'],
    ['MongoDB', isMongo],
    ['Redis', isRedis],
    ['brokers', ({ app }) => app === 'nats'],
    ['backups, while one runs', ({ kind }) => kind === 'CronJob'],
  ];
  const of = (pods: (workload: Workload) => number) => {
    const rows = groups.map(([group, has]) => total(group, cluster, cluster.workloads.filter(has), pods));
    return [...rows, sum('in all', rows)];
  };
  return { least: of(({ replicas }) => replicas), most: of(({ mostReplicas }) => mostReplicas) };
}

function total(
  group: string,
  cluster: Cluster,
  workloads: readonly Workload[],
  podsOf: (workload: Workload) => number,
): Total {
  const rows = workloads.map((workload, index): Total => {
    // jobs have schedules that differ, so the first one stands for all
    const pods = workload.kind === 'CronJob' ? Number(index === 0) : podsOf(workload);
    return {
      group,
      pods,
      cpu: pods * asksFor(workload, 'cpu'),
      memory: pods * asksFor(workload, 'memory'),
      volumes: pods * sumOf(workload.claims.map(claimOf)) + sumOf(claimedBy(workload, cluster)),
    };
  });
  return sum(group, rows);
}

/** A pod asks for what its containers ask for together, or for what one init container does, if that is more. */
function asksFor({ containers, template }: Workload, resource: 'cpu' | 'memory'): number {
  const of = ({ resources }: IContainer) => requestOf(resources, resource);
  return Math.max(sumOf(containers.map(of)), ...(template.spec?.initContainers ?? []).map(of));
}

const requestOf = (resources: IResourceRequirements | undefined, resource: string) =>
  quantity(resources?.requests?.[resource]) ?? 0;
const claimOf = ({ spec }: { spec?: { resources?: IResourceRequirements } }) =>
  requestOf(spec?.resources, 'storage');
const claimedBy = ({ template }: Workload, cluster: Cluster) =>
  (template.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => {
    const found = cluster.named('PersistentVolumeClaim', claim?.claimName);
    return found ? [claimOf(found)] : [];
  });

const sumOf = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
function sum(group: string, rows: readonly Total[]): Total {
  const of = (field: 'pods' | 'cpu' | 'memory' | 'volumes') => sumOf(rows.map((row) => row[field]));
  return { group, pods: of('pods'), cpu: of('cpu'), memory: of('memory'), volumes: of('volumes') };
}

/** The cells of a row, as README.md has them: pods, CPUs, GiB of memory, GiB of volumes. */
export const cellsOf = ({ group, pods, cpu, memory, volumes }: Total): string[] => [
  group,
  String(pods),
  cpu.toFixed(2),
  (memory / GIB).toFixed(1),
  String(volumes / GIB),
];
