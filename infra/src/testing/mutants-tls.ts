import { type Mutant, push, rewrite, set } from './mutant.js';

const MONGO = 'StatefulSet/orders-mongo';
const REDIS = 'StatefulSet/expiration-redis';
const NATS = 'StatefulSet/nats';
const ORDERS = 'Deployment/orders-depl';
const EXPIRATION = 'Deployment/expiration-depl';
const BACKUP = 'CronJob/orders-mongo-backup';
const NATS_FILES = 'ConfigMap/nats-config*';
const POD = 'spec/template/spec';

/** Slips in TLS inside of the cluster. */
export const tlsMutants: Mutant[] = [
  {
    rule: 'servers-demand-tls',
    slip: 'a mongod that takes connections without TLS',
    make: rewrite(MONGO, 'requireTLS', 'preferTLS'),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'the certificate of another database',
    make: rewrite(MONGO, '"orders-mongo-tls"', '"auth-mongo-tls"'),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'a Redis that also takes connections without TLS',
    make: rewrite(REDIS, '"--port","0",', ''),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'another port for TLS',
    make: rewrite(REDIS, '"--tls-port","6379"', '"--tls-port","6380"'),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'a certificate that is not mounted',
    make: rewrite(REDIS, '"--tls-cert-file","/tls/tls.crt"', '"--tls-cert-file","/tls/cert"'),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'the certificate in place of the key',
    make: rewrite(REDIS, '"--tls-key-file","/tls/tls.key"', '"--tls-key-file","/tls/tls.crt"'),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'a Redis that wants certificates of clients',
    make: rewrite(REDIS, '"--tls-auth-clients","no"', '"--tls-auth-clients","yes"'),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'a probe without TLS',
    make: set(REDIS, `${POD}/containers/0/livenessProbe/exec/command`, ['redis-cli', '-e', 'ping']),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'a broker with users and without TLS',
    make: rewrite(NATS, 'nats-tls.conf', 'nats.conf'),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'brokers that know each other by no certificate',
    make: rewrite(NATS_FILES, 'verify: true', 'verify: false'),
  },
  {
    rule: 'servers-demand-tls',
    slip: 'a file of TLS without the users',
    make: rewrite(NATS_FILES, `include './nats.conf'`, ''),
  },
  {
    rule: 'services-check-certificates',
    slip: 'a database without TLS in the URI',
    make: rewrite(ORDERS, '&tls=true', ''),
  },
  {
    rule: 'services-check-certificates',
    slip: 'a service that takes every certificate',
    make: rewrite(ORDERS, '&tls=true', '&tls=true&tlsAllowInvalidCertificates=true'),
  },
  {
    rule: 'services-check-certificates',
    slip: 'a worker that uses Redis without TLS',
    make: rewrite(EXPIRATION, '"name":"REDIS_CA_FILE"', '"name":"REDIS_PORT"'),
  },
  {
    rule: 'services-check-certificates',
    slip: 'a service that uses the bus without TLS',
    make: rewrite(ORDERS, '"name":"NATS_CA_FILE"', '"name":"LOG_LEVEL"'),
  },
  {
    rule: 'services-check-certificates',
    slip: 'another CA',
    make: rewrite(ORDERS, '"internal-ca"', '"orders-mongo-tls"'),
  },
  {
    rule: 'services-check-certificates',
    slip: 'a worker with the key of Redis',
    make: push(EXPIRATION, `${POD}/volumes`, { name: 'tls', secret: { secretName: 'expiration-redis-tls' } }),
  },
  {
    rule: 'services-check-certificates',
    slip: 'a backup without the CA',
    make: rewrite(BACKUP, '"internal-ca"', '"orders-mongo"'),
  },
];
