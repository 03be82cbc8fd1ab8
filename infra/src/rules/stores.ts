import { MONGODB_VERSION } from '@ticketing/mongod';
import { STORES, TIMERS } from '../architecture.js';
import { type Cluster, isMounted, nameOf, podsOfSet, type Workload } from '../model/cluster.js';
import { environmentOf } from '../model/environment.js';
import { quantity, size } from '../model/quantity.js';
import { mongoUriOf, redisConf } from '../model/stores.js';
import { ofMongo } from './of-mongo.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

/** Data may take this share of the limit of memory. Connections, forks and the program need the rest. */
const DATA_SHARE = 0.6;

const MONGOD = 'in k8s/patches/mongodb.yaml (production: k8s-prod/patches/replica-set.yaml)';
const REPLICA_SET = 'in k8s-prod/patches/replica-set.yaml';
const URI = 'in k8s-prod/kustomization.yaml';
const BACKUPS = 'in k8s-prod/backups.yaml';
const REDIS = 'in k8s/config/redis.conf';

const limitOf = ({ containers }: Workload) => quantity(containers[0]?.resources?.limits?.memory) ?? 0;
const mountsData = (store: Workload, path: string | undefined) =>
  isMounted(store, (mountPath) => mountPath === path);

export const storeRules: Rule[] = [
  {
    id: 'mongo-is-tested',
    says: 'every container with an image of MongoDB has the version that the tests download',
    check: ({ workloads }) =>
      workloads.flatMap((workload) =>
        problemsOf(
          nameOf(workload),
          ...[...workload.containers, ...(workload.template.spec?.initContainers ?? [])]
            .filter(({ image }) => /^(.*\/)?mongo(:|@|$)/.test(image ?? ''))
            .map(({ name, image }) =>
              when(
                !new RegExp(`:${MONGODB_VERSION.replaceAll('.', '\\.')}(@|$)`).test(image ?? ''),
                `${name} runs ${image}, but tests run MongoDB ${MONGODB_VERSION}`,
                'set newTag under images in k8s/kustomization.yaml and k8s-prod/kustomization.yaml, and ' +
                  'MONGODB_VERSION in stand-ins/mongod/src/mongodb-version.ts, to the same version',
              ),
            ),
        ),
      ),
  },
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
      const { pathname, searchParams, hosts } = mongoUriOf(cluster, owner);
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
          'members need no key to join',
          `set --keyFile ${REPLICA_SET}`,
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
