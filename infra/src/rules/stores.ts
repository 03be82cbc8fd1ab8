import { STORES, TIMERS } from '../architecture.js';
import { type Cluster, isMounted, nameOf, podsOfSet, type Workload } from '../model/cluster.js';
import { commandOf, environmentOf } from '../model/environment.js';
import { quantity, size } from '../model/quantity.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

/** Data may take this share of the limit of memory. Connections, forks and the program need the rest. */
const DATA_SHARE = 0.6;

const MONGOD = 'in k8s/patches/mongodb.yaml (production: k8s-prod/patches/replica-set.yaml)';
const REPLICA_SET = 'in k8s-prod/patches/replica-set.yaml';
const URI = 'in k8s-prod/kustomization.yaml';
const BACKUPS = 'in k8s-prod/backups.yaml';
const REDIS = 'in k8s/config/redis.conf';

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
const mountsData = (store: Workload, path: string | undefined) =>
  isMounted(store, (mountPath) => mountPath === path);

export const storeRules: Rule[] = [
  {
    id: 'mongo-keeps',
    says: 'mongod writes to its volume, and its cache fits the memory of its container',
    check: ofMongo((store, flags) => {
      const cache = Number(flags.get('--wiredTigerCacheSizeGB')) * 2 ** 30;
      return problemsOf(
        nameOf(store),
        when(
          !mountsData(store, flags.get('--dbpath')),
          `it writes to ${flags.get('--dbpath')}, which is not on its volume`,
          `set --dbpath to the mountPath of the claim ${MONGOD}`,
        ),
        when(
          !(cache <= limitOf(store) * DATA_SHARE),
          Number.isNaN(cache) ? 'its cache has no limit' : `its cache may take ${cache} bytes`,
          `set --wiredTigerCacheSizeGB to at most ${DATA_SHARE} of limits.memory ${MONGOD}`,
        ),
      );
    }),
  },
  {
    id: 'mongo-is-set',
    says: 'several mongods form one replica set with a key, and the URI of their service names the set and each member',
    check: ofMongo((store, flags, cluster) => {
      const { owner } = STORES.find(({ app }) => app === store.app)!;
      const set = flags.get('--replSet');
      const uri = uriOf(cluster, owner);
      const { pathname, searchParams, hosts } = parse(uri);
      const pods = podsOfSet(store);
      const members = hosts.map((host) => host.split('.')[0]).sort();
      const several = store.replicas > 1;
      const named = searchParams.get('replicaSet') ?? undefined;
      return problemsOf(
        nameOf(store),
        when(
          pathname !== `/${owner}`,
          `${owner} uses the database ${pathname}`,
          `set /${owner} in MONGO_URI ${URI} (development: k8s/${owner}-depl.yaml)`,
        ),
        when(
          several !== (set !== undefined),
          `--replSet is ${set ?? 'not set'}, and there ${several ? 'are several members' : 'is one member'}`,
          `set it for several members ${REPLICA_SET}, and for one member nowhere`,
        ),
        when(
          named !== set,
          `its replica set is ${set ?? 'none'}, but MONGO_URI of ${owner} names ${named ?? 'none'}`,
          `correct replicaSet= in MONGO_URI ${URI}`,
        ),
        when(
          several && members.join() !== pods.join(),
          `MONGO_URI of ${owner} has the members ${members.join()}`,
          `name ${pods.join()} in MONGO_URI ${URI}`,
        ),
        when(
          several && !flags.has('--keyFile'),
          'members need no key to join, and users need no password',
          `set --keyFile ${REPLICA_SET}`,
        ),
        when(
          several && !uri.includes('@'),
          `${owner} signs in as no user`,
          `set ${owner}:$(MONGO_PASSWORD)@ in MONGO_URI ${URI}`,
        ),
        when(
          several && searchParams.get('w') !== 'majority',
          'a write counts before a majority has it',
          `set w=majority in MONGO_URI ${URI}`,
        ),
      );
    }),
  },
  {
    id: 'mongo-set-starts',
    says: 'a container beside each member starts the replica set and makes its users, and knows the names of the set and of its pod',
    check: ofMongo((store) => {
      if (store.replicas === 1) return [];
      const starter = store.containers.find(({ command }) => command?.includes('/scripts/replica-set.sh'));
      const env = starter ? environmentOf(starter, store) : {};
      return problemsOf(
        nameOf(store),
        when(!starter, 'no container starts the replica set', `run /scripts/replica-set.sh ${REPLICA_SET}`),
        when(
          !!starter && env.REPLICA_SET !== store.app,
          `its REPLICA_SET is ${env.REPLICA_SET}`,
          `take it from the label app ${REPLICA_SET}`,
        ),
        when(
          !!starter && env.POD_NAME !== `${store.name}-0`,
          `its POD_NAME is ${env.POD_NAME}, in the pod ${store.name}-0`,
          `take it from fieldRef metadata.name ${REPLICA_SET}`,
        ),
      );
    }),
  },
  {
    id: 'backups',
    says: 'in production each database is dumped each day, to a volume of its own, and never twice at a time',
    check: (cluster) =>
      cluster.overlay.several ? STORES.flatMap(({ owner }) => backupProblems(cluster, owner)) : [],
  },
  {
    id: 'redis-forgets-no-timer',
    says: 'Redis writes each timer to disk, evicts none, and leaves enough memory for a fork',
    check: (cluster) =>
      cluster.workloads
        .filter(({ app }) => TIMERS.some((store) => store.app === app))
        .flatMap((redis) => {
          const conf = redisConf(cluster, redis);
          const memory = size(conf.get('maxmemory')) ?? Infinity;
          return problemsOf(
            nameOf(redis),
            when(
              conf.get('appendonly') !== 'yes',
              'it does not write timers to disk',
              `set appendonly yes ${REDIS}`,
            ),
            when(
              !['everysec', 'always'].includes(conf.get('appendfsync') ?? ''),
              'it leaves to the kernel when timers reach the disk',
              `set appendfsync everysec ${REDIS}`,
            ),
            when(
              conf.get('maxmemory-policy') !== 'noeviction',
              'it evicts timers when its memory is full',
              `set maxmemory-policy noeviction ${REDIS}`,
            ),
            when(
              memory > limitOf(redis) * DATA_SHARE,
              `its data may take ${memory} bytes`,
              `set maxmemory to at most ${DATA_SHARE} of limits.memory ${REDIS}`,
            ),
            when(
              !mountsData(redis, conf.get('dir')),
              `it writes to ${conf.get('dir')}, which is not on its volume`,
              `set dir to the mountPath of the claim ${REDIS}`,
            ),
          );
        }),
  },
];

function uriOf(cluster: Cluster, owner: string): string {
  const service = cluster.workloads.find(({ app }) => app === owner);
  return (service && environmentOf(service.containers[0]!, service).MONGO_URI) ?? '';
}

/** Reads a MongoDB URI, because the URL class does not accept several hosts. */
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
    return problemsOf(`CronJob/${name}`, { what: 'it does not exist', remedy: `add it ${BACKUPS}` });
  const { schedule, concurrencyPolicy, suspend } = job.spec ?? {};
  const [container] = workload.containers;
  const { DATABASE } = environmentOf(container!, workload);
  const claims = (workload.template.spec?.volumes ?? []).map(
    ({ persistentVolumeClaim: claim }) => claim?.claimName,
  );
  return problemsOf(
    nameOf(job),
    when(suspend === true, 'it is suspended', `remove suspend ${BACKUPS}`),
    when(
      !/^\d+ \d+ \* \* \*$/.test(schedule ?? ''),
      `its schedule is ${schedule}, which is not once a day`,
      `set a minute and an hour, as in 17 3 * * *, ${BACKUPS}`,
    ),
    when(
      concurrencyPolicy !== 'Forbid',
      'it may run twice at a time',
      'set concurrencyPolicy: Forbid in k8s-prod/patches/backup.yaml',
    ),
    when(DATABASE !== owner, `it dumps the database ${DATABASE}`, `set DATABASE to ${owner} ${BACKUPS}`),
    when(
      !claims.includes(`${owner}-mongo-backups`),
      'its dumps do not go to the volume of this database',
      `mount the claim ${owner}-mongo-backups ${BACKUPS}`,
    ),
    when(
      !container?.command?.includes('/scripts/backup.sh'),
      'it dumps nothing',
      'run /scripts/backup.sh in k8s-prod/patches/backup.yaml',
    ),
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
