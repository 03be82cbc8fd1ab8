import { STORES, TIMERS } from '../architecture.js';
import { type Cluster, nameOf, type Workload } from '../model/cluster.js';
import { commandOf, environmentOf } from '../model/environment.js';
import { quantity, size } from '../model/quantity.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

/** Of a limit of memory, what data may take; the rest is for connections, forks and the program. */
const DATA_SHARE = 0.6;

const ofMongo =
  (check: (store: Workload, flags: ReadonlyMap<string, string>, cluster: Cluster) => Problem[]) =>
  (cluster: Cluster) =>
    cluster.workloads
      .filter(({ app }) => STORES.some((store) => store.app === app))
      .flatMap((store) => check(store, flagsOf(store), cluster));

function flagsOf(store: Workload): Map<string, string> {
  const words = commandOf(store.containers[0]!, store).filter((word) => word.startsWith('--'));
  return new Map(words.map((word) => word.split('=', 2) as [string, string]));
}

const limitOf = ({ containers }: Workload) => quantity(containers[0]?.resources?.limits?.memory) ?? 0;
const mountsData = ({ containers, claims }: Workload, path: string | undefined) =>
  containers[0]?.volumeMounts?.some(
    ({ name, mountPath }) => mountPath === path && claims.some(({ metadata }) => metadata?.name === name),
  ) ?? false;

export const storeRules: Rule[] = [
  {
    id: 'mongo-keeps',
    says: "mongod writes to its volume, with a cache that fits the container's memory",
    check: ofMongo((store, flags) => {
      const cache = Number(flags.get('--wiredTigerCacheSizeGB')) * 2 ** 30;
      return problemsOf(
        nameOf(store),
        when(
          !mountsData(store, flags.get('--dbpath')),
          'writes to no volume',
          '--dbpath, where the claim is mounted',
        ),
        when(
          !(cache <= limitOf(store) * DATA_SHARE),
          `a cache of ${cache} bytes`,
          `at most ${DATA_SHARE} of the limit`,
        ),
      );
    }),
  },
  {
    id: 'mongo-is-set',
    says: 'several mongods are one replica set with a key; the URI of its service names it, and each member',
    check: ofMongo((store, flags, cluster) => {
      const { owner } = STORES.find(({ app }) => app === store.app)!;
      const set = flags.get('--replSet');
      const uri = uriOf(cluster, owner);
      const { pathname, searchParams, hosts } = parse(uri);
      const pods = Array.from({ length: store.replicas }, (_, index) => `${store.name}-${index}`);
      const members = hosts.map((host) => host.split('.')[0]).sort();
      const several = store.replicas > 1;
      const named = searchParams.get('replicaSet') ?? undefined;
      return problemsOf(
        nameOf(store),
        when(pathname !== `/${owner}`, `${owner} uses the database ${pathname}`, `/${owner}`),
        when(
          several !== (set !== undefined),
          `--replSet is ${set ?? 'not given'}`,
          'for several, and only for them',
        ),
        when(
          named !== set,
          `it is ${set ?? 'no set'}, the URI says ${named ?? 'none'}`,
          'replicaSet= in MONGO_URI',
        ),
        when(
          several && members.join() !== pods.join(),
          `the URI has ${members.join()}`,
          `name ${pods.join()}`,
        ),
        when(several && !flags.has('--keyFile'), 'members need no key, and nobody a password', '--keyFile'),
        when(
          several && !uri.includes('@'),
          'the service gives no user',
          'user:$(MONGO_PASSWORD)@ in MONGO_URI',
        ),
        when(
          several && searchParams.get('w') !== 'majority',
          'a write counts before a majority has it',
          'w=majority',
        ),
      );
    }),
  },
  {
    id: 'mongo-set-starts',
    says: 'beside each member runs what starts the replica set and makes its users; it knows the set and the pod',
    check: ofMongo((store) => {
      if (store.replicas === 1) return [];
      const starter = store.containers.find(({ command }) => command?.includes('/scripts/replica-set.sh'));
      const env = starter ? environmentOf(starter, store) : {};
      return problemsOf(
        nameOf(store),
        when(!starter, 'nobody starts the replica set', 'patches/replica-set.yaml'),
        when(
          !!starter && env.REPLICA_SET !== store.app,
          `REPLICA_SET is ${env.REPLICA_SET}`,
          'the label app',
        ),
        when(
          !!starter && env.POD_NAME !== `${store.name}-0`,
          'POD_NAME is not its own',
          'fieldRef metadata.name',
        ),
      );
    }),
  },
  {
    id: 'backups',
    says: 'in production each database is dumped each day, to a volume of its own, never twice at a time',
    check: (cluster) =>
      cluster.overlay.several ? STORES.flatMap(({ owner }) => backupProblems(cluster, owner)) : [],
  },
  {
    id: 'redis-forgets-no-timer',
    says: 'Redis writes each timer down and evicts none, within a memory that leaves room for a fork',
    check: (cluster) =>
      cluster.workloads
        .filter(({ app }) => TIMERS.some((store) => store.app === app))
        .flatMap((redis) => {
          const conf = redisConf(cluster, redis);
          const memory = size(conf.get('maxmemory')) ?? Infinity;
          return problemsOf(
            nameOf(redis),
            when(conf.get('appendonly') !== 'yes', 'writes nothing down', 'appendonly yes'),
            when(
              !['everysec', 'always'].includes(conf.get('appendfsync') ?? ''),
              'leaves it to the kernel',
              'everysec',
            ),
            when(
              conf.get('maxmemory-policy') !== 'noeviction',
              'evicts timers',
              'maxmemory-policy noeviction',
            ),
            when(
              memory > limitOf(redis) * DATA_SHARE,
              `maxmemory ${memory}`,
              `at most ${DATA_SHARE} of the limit`,
            ),
            when(
              !mountsData(redis, conf.get('dir')),
              `writes to ${conf.get('dir')}`,
              'dir, where the claim is mounted',
            ),
          );
        }),
  },
];

function uriOf(cluster: Cluster, owner: string): string {
  const service = cluster.workloads.find(({ app }) => app === owner);
  return (service && environmentOf(service.containers[0]!, service).MONGO_URI) ?? '';
}

/** The URL class does not read several hosts. */
function parse(uri: string) {
  const [, hosts = ''] = /^mongodb:\/\/(?:[^@/]*@)?([^/]*)/.exec(uri) ?? [];
  const { pathname, searchParams } = new URL(uri.replace(hosts, 'one') || 'mongodb://one');
  return { pathname, searchParams, hosts: hosts.split(',') };
}

function backupProblems(cluster: Cluster, owner: string): Problem[] {
  const name = `${owner}-mongo-backup`;
  const job = cluster.named('CronJob', name);
  const workload = cluster.workloads.find(({ kind, app }) => kind === 'CronJob' && app === name);
  if (!job || !workload)
    return problemsOf(`CronJob/${name}`, { what: 'there is none', remedy: 'backups.yaml' });
  const { schedule, concurrencyPolicy, suspend } = job.spec ?? {};
  const [container] = workload.containers;
  const { DATABASE } = environmentOf(container!, workload);
  const claims = (workload.template.spec?.volumes ?? []).map(
    ({ persistentVolumeClaim: claim }) => claim?.claimName,
  );
  return problemsOf(
    nameOf(job),
    when(!/^\d+ \d+ \* \* \*$/.test(schedule ?? '') || suspend === true, `runs at ${schedule}`, 'each day'),
    when(concurrencyPolicy !== 'Forbid', 'may run twice at a time', 'concurrencyPolicy: Forbid'),
    when(DATABASE !== owner, `dumps ${DATABASE}`, `DATABASE: ${owner}`),
    when(!claims.includes(`${owner}-mongo-backups`), 'keeps no dump', 'a volume of its own'),
    when(!container?.command?.includes('/scripts/backup.sh'), 'dumps nothing', 'patches/backup.yaml'),
  );
}

function redisConf(cluster: Cluster, redis: Workload): Map<string, string> {
  const path = commandOf(redis.containers[0]!, redis)[1] ?? '';
  const maps = (redis.template.spec?.volumes ?? []).map(({ configMap }) =>
    cluster.named('ConfigMap', configMap?.name),
  );
  const text =
    maps.map((map) => map?.data?.[path.split('/').at(-1)!]).find((found) => found !== undefined) ?? '';
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => line.split(/\s+/, 2) as [string, string]));
}
