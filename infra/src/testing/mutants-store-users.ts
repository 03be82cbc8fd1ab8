import { type Mutant, push, rewrite, set } from './mutant.js';

const MONGO = 'StatefulSet/orders-mongo';
const REDIS = 'StatefulSet/expiration-redis';
const ORDERS = 'Deployment/orders-depl';
const WORKER = 'Deployment/expiration-depl';
const REDIS_FILES = 'ConfigMap/redis-config*';
const POD = 'spec/template/spec';

/** Slips in the users of the databases and of Redis. */
export const storeUserMutants: Mutant[] = [
  {
    rule: 'mongo-has-users',
    slip: 'a database of development that asks for no password',
    overlay: 'k8s-dev',
    make: rewrite(MONGO, ',"--auth"', ''),
  },
  {
    rule: 'mongo-has-users',
    slip: 'a replica set that asks for no password',
    make: rewrite(MONGO, ',"--keyFile=/tmp/keyfile"', ''),
  },
  {
    rule: 'mongo-has-users',
    slip: 'a URI without a user',
    make: rewrite(ORDERS, 'orders:$(MONGO_PASSWORD)@', ''),
  },
  {
    rule: 'mongo-has-users',
    slip: 'a service that is the admin',
    overlay: 'k8s-dev',
    make: rewrite(ORDERS, 'orders:$(MONGO_PASSWORD)@', 'admin:$(MONGO_PASSWORD)@'),
  },
  {
    rule: 'mongo-has-users',
    slip: 'a service that signs in to the database of the admin',
    make: rewrite(ORDERS, 'authSource=orders', 'authSource=admin'),
  },
  {
    rule: 'mongo-has-users',
    slip: 'a service with the password of the admin',
    make: rewrite(ORDERS, '"key":"service-password"', '"key":"admin-password"'),
  },
  {
    rule: 'mongo-has-users',
    slip: 'a service with the password of another',
    make: rewrite(ORDERS, '"name":"orders-mongo"', '"name":"tickets-mongo"'),
  },
  ...['k8s-dev', 'k8s-prod'].map((overlay) => ({
    rule: 'mongo-is-set-up',
    slip: `no container that makes the users in ${overlay}`,
    overlay,
    make: set(MONGO, `${POD}/containers/1`, undefined),
  })),
  {
    rule: 'mongo-is-set-up',
    slip: 'the same POD_NAME in each pod',
    make: set(MONGO, `${POD}/containers/1/env/1`, { name: 'POD_NAME', value: 'mongo-0' }),
  },
  {
    rule: 'mongo-is-set-up',
    slip: 'the name of another store',
    make: set(MONGO, `${POD}/containers/1/env/0`, { name: 'STORE', value: 'tickets-mongo' }),
  },
  {
    rule: 'mongo-is-set-up',
    slip: 'a replica set that nobody starts',
    make: set(MONGO, `${POD}/containers/1/env/3`, undefined),
  },
  {
    rule: 'mongo-is-set-up',
    slip: 'a single database that waits for a replica set',
    overlay: 'k8s-dev',
    make: push(MONGO, `${POD}/containers/1/env`, { name: 'REPLICA_SET', value: 'orders-mongo' }),
  },
  {
    rule: 'mongo-is-set-up',
    slip: 'the passwords of another database',
    overlay: 'k8s-dev',
    make: rewrite(MONGO, '"secretName":"orders-mongo"', '"secretName":"tickets-mongo"'),
  },
  {
    rule: 'redis-has-users',
    slip: 'a Redis that reads no users',
    make: rewrite(REDIS_FILES, 'aclfile /users/users.acl', ''),
  },
  {
    rule: 'redis-has-users',
    slip: 'a client that needs no login',
    make: rewrite(REDIS_FILES, 'user default off', 'user default on nopass'),
  },
  {
    rule: 'redis-has-users',
    slip: 'a worker that may use every key',
    make: rewrite(REDIS_FILES, '~bull:order:expiration:*', '~*'),
  },
  {
    rule: 'redis-has-users',
    slip: 'a password in the file',
    make: rewrite(REDIS_FILES, '$EXPIRATION_PASSWORD', '>secret'),
  },
  {
    rule: 'redis-has-users',
    slip: 'one more user',
    make: rewrite(REDIS_FILES, 'user default', 'user admin on nopass ~* +@all\\nuser default'),
  },
  {
    rule: 'redis-has-users',
    slip: 'nobody who writes the users',
    make: set(REDIS, `${POD}/initContainers`, []),
  },
  {
    rule: 'redis-has-users',
    slip: 'a password from the secret of the bus',
    make: rewrite(REDIS, '"name":"redis-secret"', '"name":"nats-secret"'),
  },
  {
    rule: 'redis-has-users',
    slip: 'a running container with the password',
    make: set(REDIS, `${POD}/containers/0/env`, [
      {
        name: 'EXPIRATION_PASSWORD',
        valueFrom: { secretKeyRef: { name: 'redis-secret', key: 'expiration' } },
      },
    ]),
  },
  {
    rule: 'workers-are-users',
    slip: 'a worker that signs in as nobody',
    make: rewrite(WORKER, '"name":"REDIS_USERNAME","value":"expiration"', '"name":"PORT","value":"3000"'),
  },
  {
    rule: 'workers-are-users',
    slip: 'a worker with the password of the bus',
    make: rewrite(WORKER, '"name":"redis-secret"', '"name":"nats-secret"'),
  },
  {
    rule: 'secrets-documented',
    slip: 'a secret of an init container that nobody makes',
    make: rewrite(REDIS, '"name":"redis-secret"', '"name":"redis-passwords"'),
  },
];
