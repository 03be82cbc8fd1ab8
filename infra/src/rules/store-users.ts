import { REDIS_RULES, redisUser } from '@ticketing/system';
import { REDIS_SECRET, STORES, TIMERS } from '../architecture.js';
import { nameOf } from '../model/cluster.js';
import { commandOf, environmentOf } from '../model/environment.js';
import { linesOf, mongoUriOf, redisConf, secretOfVariable } from '../model/stores.js';
import { ofMongo } from './of-mongo.js';
import { differences, problemsOf, type Rule, when } from './rule.js';

const MONGOD = 'in k8s/patches/mongodb.yaml (production: k8s-prod/patches/replica-set.yaml)';
const REDIS = 'in k8s/patches/redis-config.yaml';
const USERS = '/users/users.acl';

/** The users that Redis must have: no others, and the owner of the timers with the password in the variable. */
const redisUsers = Object.entries(REDIS_RULES).map(([name, rules]) =>
  redisUser(name, rules, TIMERS.some(({ owner }) => owner === name) ? `$${passwordOf(name)}` : undefined),
);

export const storeUserRules: Rule[] = [
  {
    id: 'mongo-has-users',
    says: 'mongod asks each client for a password, and a service signs in as the user of its own database',
    check: ofMongo((store, flags, cluster) => {
      const { owner } = STORES.find(({ app }) => app === store.app)!;
      const service = cluster.workloads.find(({ app }) => app === owner);
      const { user, searchParams } = mongoUriOf(cluster, owner);
      const from = secretOfVariable(service?.containers[0], 'MONGO_PASSWORD');
      const uri = `in MONGO_URI in k8s/${owner}-depl.yaml (production: k8s-prod/kustomization.yaml)`;
      return problemsOf(
        nameOf(store),
        when(
          !flags.has('--auth') && !flags.has('--keyFile'),
          'everybody may read and write it without a password',
          `set --auth, or --keyFile for a replica set, ${MONGOD}`,
        ),
        when(
          user !== owner,
          `${owner} signs in as ${user ?? 'no user'}`,
          `set ${owner}:$(MONGO_PASSWORD)@ ${uri}`,
        ),
        when(
          searchParams.get('authSource') !== owner,
          `${owner} signs in to ${searchParams.get('authSource') ?? 'no database'}`,
          `set authSource=${owner} ${uri}`,
        ),
        when(
          from?.name !== store.app || from.key !== 'service-password',
          `the MONGO_PASSWORD of ${owner} is not the key service-password of the secret ${store.app}`,
          `correct it in k8s/${owner}-depl.yaml`,
        ),
      );
    }),
  },
  {
    id: 'mongo-is-set-up',
    says: 'a container beside each mongod makes its users, and starts its replica set if it has one; it knows the names of both and of its pod, and gets the passwords of this database',
    check: ofMongo((store, flags) => {
      const starter = store.containers.find(({ command }) => command?.includes('/scripts/mongo-set-up.sh'));
      const env = starter ? environmentOf(starter, store) : {};
      const { initContainers = [], volumes = [] } = store.template.spec ?? {};
      const secrets = initContainers.flatMap(({ volumeMounts = [] }) =>
        volumeMounts.flatMap(
          (mount) => volumes.find(({ name }) => name === mount.name)?.secret?.secretName ?? [],
        ),
      );
      const set = flags.get('--replSet');
      return problemsOf(
        nameOf(store),
        when(!starter, 'no container makes its users', `run /scripts/mongo-set-up.sh ${MONGOD}`),
        when(
          !!starter && env.STORE !== store.app,
          `the STORE of that container is ${env.STORE}`,
          `take it from the label app ${MONGOD}`,
        ),
        when(
          !!starter && env.REPLICA_SET !== set,
          `the REPLICA_SET of that container is ${env.REPLICA_SET ?? 'not set'}, and the set is ${set ?? 'none'}`,
          `take it from the label app in k8s-prod/patches/replica-set.yaml, and set it nowhere else`,
        ),
        when(
          !!starter && env.POD_NAME !== `${store.name}-0`,
          `the POD_NAME of that container is ${env.POD_NAME}, in the pod ${store.name}-0`,
          `take it from fieldRef metadata.name ${MONGOD}`,
        ),
        when(
          !secrets.includes(store.app),
          `no init container copies the passwords of the secret ${store.app}`,
          'mount that secret as the volume secret in k8s/kustomization.yaml',
        ),
      );
    }),
  },
  {
    id: 'redis-has-users',
    says: 'Redis lets nobody in without a login; the worker may use its own keys alone, with a password from a secret that the container of Redis does not have',
    check: (cluster) =>
      TIMERS.flatMap(({ owner, app }) =>
        cluster.workloads
          .filter((workload) => workload.app === app)
          .flatMap((redis) => {
            const maker = redis.template.spec?.initContainers?.find((container) =>
              commandOf(container, redis).includes('/config/redis-users.sh'),
            );
            const from = secretOfVariable(maker, passwordOf(owner));
            return [
              ...differences(nameOf(redis), {
                actual: linesOf(cluster, redis, USERS),
                expected: redisUsers,
                of: 'a user',
                remedy: 'correct it in k8s/config/users.acl',
              }),
              ...problemsOf(
                nameOf(redis),
                when(
                  redisConf(cluster, redis).get('aclfile') !== USERS,
                  'it reads no users, so everybody may do everything',
                  `set aclfile ${USERS} in k8s/config/redis.conf`,
                ),
                when(
                  from?.name !== REDIS_SECRET || from.key !== owner,
                  `the password of ${owner} does not come from the key ${owner} of ${REDIS_SECRET}`,
                  `let an init container run /config/redis-users.sh with ${passwordOf(owner)} ${REDIS}`,
                ),
                when(
                  redis.containers.some((container) => secretOfVariable(container, passwordOf(owner))),
                  'a running container has the password',
                  `give it to the init container alone ${REDIS}`,
                ),
              ),
            ];
          }),
      ),
  },
  {
    id: 'workers-are-users',
    says: 'a service that keeps its data in Redis signs in as its own user',
    check: (cluster) =>
      cluster.services
        .filter(({ app }) => TIMERS.some(({ owner }) => owner === app))
        .flatMap((worker) => {
          const [container] = worker.containers;
          const { REDIS_USERNAME } = environmentOf(container!, worker);
          const from = secretOfVariable(container, 'REDIS_PASSWORD');
          const remedy = `correct it in k8s/${worker.app}-depl.yaml`;
          return problemsOf(
            nameOf(worker),
            when(
              REDIS_USERNAME !== worker.app,
              `it signs in to Redis as ${REDIS_USERNAME ?? 'nobody'}`,
              remedy,
            ),
            when(
              from?.name !== REDIS_SECRET || from.key !== worker.app,
              `its REDIS_PASSWORD is not the key ${worker.app} of ${REDIS_SECRET}`,
              remedy,
            ),
          );
        }),
  },
];

/** The variable with the password of a user. */
function passwordOf(user: string): string {
  return `${user.toUpperCase()}_PASSWORD`;
}
