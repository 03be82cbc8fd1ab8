import { type Mutant, push, remove, rewrite, set } from './mutant.js';

const NATS = 'StatefulSet/nats';
const MONGO = 'StatefulSet/orders-mongo';
const ORDERS = 'Deployment/orders-depl';
const ARGS = 'spec/template/spec/containers/0/args';
const USERS = 'ConfigMap/nats-config*';
const CONF = 'ConfigMap/redis-config*';
const BACKUP = 'CronJob/orders-mongo-backup';

/** Slips in the stores and the broker. */
export const backingMutants: Mutant[] = [
  ...[MONGO, BACKUP].flatMap((at) =>
    ['mongo:8.2.6', 'mongo:8.0.260', 'mongo', 'registry.example.com/mongo:8.0'].map((image) => ({
      rule: 'mongo-is-tested',
      slip: `${image} in ${at}`,
      make: rewrite(at, '"image":"mongo:8.0.26"', `"image":"${image}"`),
    })),
  ),
  { rule: 'broker-flags-known', slip: 'a flag of JetStream, another broker', make: push(NATS, ARGS, '-js') },
  { rule: 'broker-flags-known', slip: 'a misspelt flag', make: rewrite(NATS, '-max_age=', '-maxage=') },
  {
    rule: 'broker-flags-known',
    slip: 'a flag without its value',
    make: rewrite(NATS, '-max_age=168h', '-max_age'),
  },
  { rule: 'broker-flags-known', slip: 'a flag twice, by two of its names', make: push(NATS, ARGS, '-ma=1h') },
  { rule: 'broker-keeps', slip: 'messages in memory', make: rewrite(NATS, '-store=file', '-store=memory') },
  {
    rule: 'broker-keeps',
    slip: 'messages outside of the volume',
    make: rewrite(NATS, '-dir=/data/store', '-dir=/tmp/store'),
  },
  {
    rule: 'broker-keeps',
    slip: 'acknowledging before the disk has a message',
    make: push(NATS, ARGS, '-file_sync=false'),
  },
  {
    rule: 'broker-is-found',
    slip: 'another cluster id',
    make: rewrite(NATS, '-cid=ticketing', '-cid=tickets'),
  },
  {
    rule: 'broker-is-found',
    slip: 'another port than the Service has',
    make: rewrite(NATS, '-p=4222', '-p=4223'),
  },
  { rule: 'broker-is-found', slip: 'no monitoring port', make: rewrite(NATS, '-m=8222', '-addr=0.0.0.0') },
  { rule: 'broker-notices-death', slip: 'ten failed heartbeats', make: rewrite(NATS, '-hbf=3', '-hbf=10') },
  { rule: 'broker-notices-death', slip: 'a heartbeat each 30 s', make: rewrite(NATS, '-hbi=5s', '-hbi=30s') },
  {
    rule: 'broker-limits-fit',
    slip: 'events that are kept for an hour',
    make: rewrite(NATS, '-max_age=168h', '-max_age=1h'),
  },
  {
    rule: 'broker-limits-fit',
    slip: 'no limit of bytes',
    make: rewrite(NATS, '-max_bytes=256MB', '-max_bytes=0'),
  },
  {
    rule: 'broker-limits-fit',
    slip: 'a limit above the size of the volume',
    make: rewrite(NATS, '-max_bytes=256MB', '-max_bytes=2GB'),
  },
  {
    rule: 'broker-limits-fit',
    slip: 'fewer channels than subjects',
    make: rewrite(NATS, '-max_channels=16', '-max_channels=10'),
  },
  {
    rule: 'broker-limits-fit',
    slip: 'a volume that is too small',
    overlay: 'k8s-dev',
    make: set(NATS, 'spec/volumeClaimTemplates/0/spec/resources/requests/storage', '1Gi'),
  },
  {
    rule: 'broker-peers',
    slip: 'three brokers that form no cluster',
    make: rewrite(NATS, '"-clustered",', ''),
  },
  { rule: 'broker-peers', slip: 'one node id for all brokers', make: rewrite(NATS, '$(POD_NAME)', 'nats') },
  {
    rule: 'broker-peers',
    slip: 'a list with two of three peers',
    make: rewrite(NATS, 'nats-0,nats-1,nats-2', 'nats-0,nats-1'),
  },
  {
    rule: 'broker-peers',
    slip: 'a route to the Service for clients',
    make: rewrite(NATS, 'nats-2.nats-peers-srv', 'nats-2.nats-srv'),
  },
  {
    rule: 'broker-peers',
    slip: 'a Raft log outside of the volume',
    make: rewrite(NATS, '/data/raft', '/tmp/raft'),
  },
  {
    rule: 'broker-peers',
    slip: 'acknowledging before the disk has the Raft log',
    make: rewrite(NATS, '"-cluster_sync",', ''),
  },
  {
    rule: 'broker-peers',
    slip: 'a single broker that waits for peers',
    overlay: 'k8s-dev',
    make: push(NATS, ARGS, '-clustered'),
  },

  {
    rule: 'broker-has-users',
    slip: 'a broker without users',
    make: rewrite(NATS, '"-c=/config/nats-tls.conf",', ''),
  },
  {
    rule: 'broker-has-users',
    slip: 'a service that may publish the events of another',
    make: rewrite(USERS, 'ticketing.ticket:updated', 'ticketing.payment:created'),
  },
  {
    rule: 'broker-has-users',
    slip: 'a user who may do everything',
    make: rewrite(USERS, '"_STAN.acks.>', '">'),
  },
  {
    rule: 'broker-has-users',
    slip: 'a password in the file',
    make: rewrite(USERS, '$ORDERS_PASSWORD', '\\"secret\\"'),
  },
  {
    rule: 'broker-has-users',
    slip: 'one password for two users',
    make: rewrite(NATS, '"key":"orders"', '"key":"tickets"'),
  },
  {
    rule: 'services-are-users',
    slip: 'a service with the password of another',
    make: rewrite(ORDERS, '"key":"orders","name":"nats-secret"', '"key":"broker","name":"nats-secret"'),
  },
  {
    rule: 'services-are-users',
    slip: 'a service without a login',
    make: rewrite(ORDERS, '$(NATS_USER):$(NATS_PASSWORD)@', ''),
  },

  {
    rule: 'mongo-keeps',
    slip: 'data outside of the volume',
    make: rewrite(MONGO, '--dbpath=/data', '--dbpath=/tmp'),
  },
  {
    rule: 'mongo-keeps',
    slip: 'a cache as large as the limit of memory',
    make: rewrite(MONGO, 'CacheSizeGB=1', 'CacheSizeGB=2'),
  },
  {
    rule: 'mongo-keeps',
    slip: 'no size of the cache',
    make: rewrite(MONGO, '"--wiredTigerCacheSizeGB=1",', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'three mongods without a replica set',
    make: rewrite(MONGO, '"--replSet=$(REPLICA_SET)",', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'a set with another name than in the URI',
    make: rewrite(MONGO, '--replSet=$(REPLICA_SET)', '--replSet=orders'),
  },
  {
    rule: 'mongo-is-set',
    slip: 'a URI without the name of the set',
    make: rewrite(ORDERS, 'replicaSet=orders-mongo&', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'a URI with two of three members',
    make: rewrite(ORDERS, ',orders-mongo-2.orders-mongo-srv:27017', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'the database of another service',
    make: rewrite(ORDERS, ':27017/orders?', ':27017/tickets?'),
  },
  {
    rule: 'mongo-is-set',
    slip: 'members that need no key',
    make: rewrite(MONGO, ',"--keyFile=/tmp/keyfile"', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'writes that one member confirms',
    make: rewrite(ORDERS, '&w=majority', '&w=1'),
  },
  {
    rule: 'mongo-is-set',
    slip: 'a set of one member, which nobody starts',
    overlay: 'k8s-dev',
    make: push(MONGO, ARGS, '--replSet=orders-mongo'),
  },
  { rule: 'backups', slip: 'a database without a backup', make: remove(BACKUP) },
  { rule: 'backups', slip: 'one backup a month', make: set(BACKUP, 'spec/schedule', '0 3 1 * *') },
  { rule: 'backups', slip: 'a suspended backup', make: set(BACKUP, 'spec/suspend', true) },
  { rule: 'backups', slip: 'two backups at a time', make: set(BACKUP, 'spec/concurrencyPolicy', 'Allow') },
  {
    rule: 'backups',
    slip: 'a dump of another database',
    make: rewrite(BACKUP, '"value":"orders"', '"value":"auth"'),
  },
  {
    rule: 'backups',
    slip: 'a dump to the volume of another database',
    make: rewrite(BACKUP, 'orders-mongo-backups', 'auth-mongo-backups'),
  },
  {
    rule: 'redis-forgets-no-timer',
    slip: 'a Redis that writes nothing to disk',
    make: rewrite(CONF, 'appendonly yes', 'appendonly no'),
  },
  {
    rule: 'redis-forgets-no-timer',
    slip: 'a Redis that evicts timers',
    make: rewrite(CONF, 'noeviction', 'allkeys-lru'),
  },
  {
    rule: 'redis-forgets-no-timer',
    slip: 'writes that wait for the kernel',
    make: rewrite(CONF, 'appendfsync everysec', 'appendfsync no'),
  },
  {
    rule: 'redis-forgets-no-timer',
    slip: 'as much data as the limit of memory',
    make: rewrite(CONF, 'maxmemory 160mb', 'maxmemory 320mb'),
  },
  {
    rule: 'redis-forgets-no-timer',
    slip: 'data outside of the volume',
    make: rewrite(CONF, 'dir /data', 'dir /tmp'),
  },
];
