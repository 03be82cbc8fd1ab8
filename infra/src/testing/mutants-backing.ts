import { type Mutant, push, remove, rewrite, set } from './mutant.js';

const NATS = 'StatefulSet/nats';
const MONGO = 'StatefulSet/orders-mongo';
const ORDERS = 'Deployment/orders-depl';
const ARGS = 'spec/template/spec/containers/0/args';
const CONF = 'ConfigMap/redis-config*';
const BACKUP = 'CronJob/orders-mongo-backup';

/** Slips in what keeps data and carries events. */
export const backingMutants: Mutant[] = [
  { rule: 'broker-flags-known', slip: 'a flag of JetStream', make: push(NATS, ARGS, '-js') },
  { rule: 'broker-flags-known', slip: 'a flag misspelt', make: rewrite(NATS, '-max_age=', '-maxage=') },
  {
    rule: 'broker-flags-known',
    slip: 'a flag without its value',
    make: rewrite(NATS, '-max_age=168h', '-max_age'),
  },
  { rule: 'broker-flags-known', slip: 'a flag twice', make: push(NATS, ARGS, '-ma=1h') },
  { rule: 'broker-keeps', slip: 'in memory', make: rewrite(NATS, '-store=file', '-store=memory') },
  {
    rule: 'broker-keeps',
    slip: 'beside the volume',
    make: rewrite(NATS, '-dir=/data/store', '-dir=/tmp/store'),
  },
  { rule: 'broker-keeps', slip: 'without waiting for the disk', make: push(NATS, ARGS, '-file_sync=false') },
  {
    rule: 'broker-is-found',
    slip: 'another cluster id',
    make: rewrite(NATS, '-cid=ticketing', '-cid=tickets'),
  },
  { rule: 'broker-is-found', slip: 'another port', make: rewrite(NATS, '-p=4222', '-p=4223') },
  { rule: 'broker-is-found', slip: 'no monitoring', make: rewrite(NATS, '-m=8222', '-addr=0.0.0.0') },
  { rule: 'broker-notices-death', slip: 'the default: minutes', make: rewrite(NATS, '-hbf=3', '-hbf=10') },
  { rule: 'broker-notices-death', slip: 'a slow heartbeat', make: rewrite(NATS, '-hbi=5s', '-hbi=30s') },
  { rule: 'broker-limits-fit', slip: 'an hour', make: rewrite(NATS, '-max_age=168h', '-max_age=1h') },
  {
    rule: 'broker-limits-fit',
    slip: 'without an end',
    make: rewrite(NATS, '-max_bytes=256MB', '-max_bytes=0'),
  },
  {
    rule: 'broker-limits-fit',
    slip: 'more than the volume',
    make: rewrite(NATS, '-max_bytes=256MB', '-max_bytes=2GB'),
  },
  {
    rule: 'broker-limits-fit',
    slip: 'fewer channels than events',
    make: rewrite(NATS, '-max_channels=10', '-max_channels=5'),
  },
  {
    rule: 'broker-limits-fit',
    slip: 'a small volume',
    overlay: 'k8s-dev',
    make: set(NATS, 'spec/volumeClaimTemplates/0/spec/resources/requests/storage', '1Gi'),
  },
  {
    rule: 'broker-peers',
    slip: 'three brokers that know nothing of each other',
    make: rewrite(NATS, '"-clustered",', ''),
  },
  { rule: 'broker-peers', slip: 'one name for all', make: rewrite(NATS, '$(POD_NAME)', 'nats') },
  {
    rule: 'broker-peers',
    slip: 'two peers of three',
    make: rewrite(NATS, 'nats-0,nats-1,nats-2', 'nats-0,nats-1'),
  },
  {
    rule: 'broker-peers',
    slip: 'a route to the Service of clients',
    make: rewrite(NATS, 'nats-2.nats-peers-srv', 'nats-2.nats-srv'),
  },
  {
    rule: 'broker-peers',
    slip: 'the log of Raft is lost with the pod',
    make: rewrite(NATS, '/data/raft', '/tmp/raft'),
  },
  { rule: 'broker-peers', slip: 'a majority before the disk', make: rewrite(NATS, '"-cluster_sync",', '') },
  {
    rule: 'broker-peers',
    slip: 'a single one that waits for peers',
    overlay: 'k8s-dev',
    make: push(NATS, ARGS, '-clustered'),
  },

  { rule: 'mongo-keeps', slip: 'beside the volume', make: rewrite(MONGO, '--dbpath=/data', '--dbpath=/tmp') },
  {
    rule: 'mongo-keeps',
    slip: 'a cache as large as the limit',
    make: rewrite(MONGO, 'CacheSizeGB=1', 'CacheSizeGB=2'),
  },
  {
    rule: 'mongo-keeps',
    slip: 'the cache is left to mongod, which does not know of others',
    make: rewrite(MONGO, '"--wiredTigerCacheSizeGB=1",', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'three mongods by themselves',
    make: rewrite(MONGO, '"--replSet=$(REPLICA_SET)",', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'a set by another name',
    make: rewrite(MONGO, '--replSet=$(REPLICA_SET)', '--replSet=orders'),
  },
  {
    rule: 'mongo-is-set',
    slip: 'the service takes one member for all',
    make: rewrite(ORDERS, 'replicaSet=orders-mongo&', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'the service knows two members',
    make: rewrite(ORDERS, ',orders-mongo-2.orders-mongo-srv:27017', ''),
  },
  {
    rule: 'mongo-is-set',
    slip: 'the database of another service',
    make: rewrite(ORDERS, ':27017/orders?', ':27017/tickets?'),
  },
  { rule: 'mongo-is-set', slip: 'no key', make: rewrite(MONGO, ',"--keyFile=/tmp/keyfile"', '') },
  { rule: 'mongo-is-set', slip: 'no user', make: rewrite(ORDERS, 'orders:$(MONGO_PASSWORD)@', '') },
  { rule: 'mongo-is-set', slip: 'one member is enough', make: rewrite(ORDERS, '&w=majority', '&w=1') },
  {
    rule: 'mongo-is-set',
    slip: 'a set of one that nobody starts',
    overlay: 'k8s-dev',
    make: push(MONGO, ARGS, '--replSet=orders-mongo'),
  },
  {
    rule: 'mongo-set-starts',
    slip: 'nobody starts it',
    make: set(MONGO, 'spec/template/spec/containers/1', undefined),
  },
  {
    rule: 'mongo-set-starts',
    slip: 'each thinks it is the first',
    make: set(MONGO, 'spec/template/spec/containers/1/env/1', { name: 'POD_NAME', value: 'mongo-0' }),
  },
  {
    rule: 'mongo-set-starts',
    slip: 'another set',
    make: set(MONGO, 'spec/template/spec/containers/1/env/0', { name: 'REPLICA_SET', value: 'orders' }),
  },
  { rule: 'backups', slip: 'no backup of one', make: remove(BACKUP) },
  { rule: 'backups', slip: 'once a month', make: set(BACKUP, 'spec/schedule', '0 3 1 * *') },
  { rule: 'backups', slip: 'suspended', make: set(BACKUP, 'spec/suspend', true) },
  { rule: 'backups', slip: 'two at a time', make: set(BACKUP, 'spec/concurrencyPolicy', 'Allow') },
  {
    rule: 'backups',
    slip: 'the database of another',
    make: rewrite(BACKUP, '"value":"orders"', '"value":"auth"'),
  },
  {
    rule: 'backups',
    slip: 'to the volume of another',
    make: rewrite(BACKUP, 'orders-mongo-backups', 'auth-mongo-backups'),
  },
  {
    rule: 'redis-forgets-no-timer',
    slip: 'writes nothing down',
    make: rewrite(CONF, 'appendonly yes', 'appendonly no'),
  },
  { rule: 'redis-forgets-no-timer', slip: 'evicts', make: rewrite(CONF, 'noeviction', 'allkeys-lru') },
  {
    rule: 'redis-forgets-no-timer',
    slip: 'leaves it to the kernel',
    make: rewrite(CONF, 'appendfsync everysec', 'appendfsync no'),
  },
  {
    rule: 'redis-forgets-no-timer',
    slip: 'as much as the limit',
    make: rewrite(CONF, 'maxmemory 160mb', 'maxmemory 320mb'),
  },
  { rule: 'redis-forgets-no-timer', slip: 'beside the volume', make: rewrite(CONF, 'dir /data', 'dir /tmp') },
];
