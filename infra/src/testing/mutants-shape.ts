import { copy, type Mutant, push, remove, rewrite, set } from './mutant.js';

const ORDERS = 'Deployment/orders-depl';
const ENV = 'spec/template/spec/containers/0/env';

/** Slips in what objects are, what leads where, and what services are told. */
export const shapeMutants: Mutant[] = [
  {
    rule: 'known-kinds',
    slip: 'an old version',
    make: set('Ingress/ticketing', 'apiVersion', 'networking.k8s.io/v1beta1'),
  },
  { rule: 'known-kinds', slip: 'a kind misspelt', make: set('Service/auth-srv', 'kind', 'Servise') },
  {
    rule: 'known-fields',
    slip: 'a probe misspelt',
    make: set(ORDERS, 'spec/template/spec/containers/0/readinesProbe', {}),
  },
  {
    rule: 'known-fields',
    slip: 'a key of the pod on the Deployment',
    make: set(ORDERS, 'spec/serviceAccountName', 'x'),
  },
  {
    rule: 'known-fields',
    slip: 'a key deep in a policy',
    make: set('NetworkPolicy/nats', 'spec/ingress/0/ports/0/number', 1),
  },
  {
    rule: 'known-fields',
    slip: 'a key of a route',
    make: set('HTTPRoute/ticketing', 'spec/rules/0/matches/0/paths', {}),
  },
  {
    rule: 'known-fields',
    slip: 'a key of a claim template',
    make: set('StatefulSet/nats', 'spec/volumeClaimTemplates/0/spec/storage', '1Gi'),
  },
  {
    rule: 'valid-values',
    slip: 'replicas as text',
    make: set('Deployment/expiration-depl', 'spec/replicas', 'two'),
  },
  {
    rule: 'valid-values',
    slip: 'a container without a name',
    make: set(ORDERS, 'spec/template/spec/containers/0/name', undefined),
  },
  { rule: 'valid-values', slip: 'no selector', make: set(ORDERS, 'spec/selector', undefined) },
  {
    rule: 'valid-values',
    slip: 'a listener without a port',
    make: set('Gateway/ticketing', 'spec/listeners/0/port', undefined),
  },
  { rule: 'no-object-twice', slip: 'a Service twice', make: copy('Service/orders-srv') },
  {
    rule: 'one-namespace',
    slip: 'another namespace',
    make: set('Service/orders-srv', 'metadata/namespace', 'default'),
  },
  {
    rule: 'one-namespace',
    slip: 'no namespace',
    make: set('NetworkPolicy/deny-all', 'metadata/namespace', undefined),
  },
  {
    rule: 'namespace-restricted',
    slip: 'baseline',
    make: set('Namespace/ticketing', 'metadata/labels/pod-security.kubernetes.io~enforce', 'baseline'),
  },
  { rule: 'namespace-restricted', slip: 'no namespace', make: remove('Namespace/ticketing') },
  { rule: 'all-there', slip: 'no worker', make: remove('Deployment/expiration-depl') },
  { rule: 'all-there', slip: 'something more', make: copy(ORDERS, 'payments-depl') },
  {
    rule: 'selectors-match',
    slip: 'a selector of others',
    make: set(ORDERS, 'spec/selector/matchLabels/app', 'order'),
  },
  {
    rule: 'selectors-match',
    slip: 'pods without the label',
    make: set('StatefulSet/nats', 'spec/template/metadata/labels/app', 'nat'),
  },
  {
    rule: 'services-find-pods',
    slip: 'a selector misspelt',
    make: set('Service/orders-srv', 'spec/selector/app', 'order'),
  },
  {
    rule: 'services-find-pods',
    slip: 'a selector of all',
    make: set('Service/orders-srv', 'spec/selector', { 'app.kubernetes.io/part-of': 'ticketing' }),
  },
  {
    rule: 'services-find-ports',
    slip: 'a port that is not there',
    make: set('Service/orders-srv', 'spec/ports/0/targetPort', 'web'),
  },
  {
    rule: 'services-find-ports',
    slip: 'a port by number',
    make: set('Service/nats-srv', 'spec/ports/0/targetPort', 4223),
  },
  {
    rule: 'sets-have-services',
    slip: 'a Service that is not there',
    make: set('StatefulSet/orders-mongo', 'spec/serviceName', 'orders-mongo'),
  },
  {
    rule: 'sets-have-services',
    slip: 'members without names',
    make: set('Service/orders-mongo-srv', 'spec/clusterIP', undefined),
  },
  {
    rule: 'sets-have-services',
    slip: 'members seen only when ready',
    make: set('Service/orders-mongo-srv', 'spec/publishNotReadyAddresses', undefined),
  },
  {
    rule: 'sets-keep-data',
    slip: 'no claim',
    make: set('StatefulSet/nats', 'spec/volumeClaimTemplates', undefined),
  },
  {
    rule: 'sets-keep-data',
    slip: 'a claim that is not mounted',
    make: set('StatefulSet/expiration-redis', 'spec/volumeClaimTemplates/0/metadata/name', 'store'),
  },
  {
    rule: 'volumes-exist',
    slip: 'a mount of nothing',
    make: set('CronJob/auth-mongo-backup', 'spec/jobTemplate/spec/template/spec/volumes/0/name', 'keys'),
  },
  {
    rule: 'volumes-exist',
    slip: 'a ConfigMap without its hash',
    make: (objects) =>
      rewrite(
        'StatefulSet/expiration-redis',
        objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata?.name?.startsWith('redis'))!
          .metadata!.name!,
        'redis-config',
      )(objects),
  },
  {
    rule: 'volumes-exist',
    slip: 'a claim that is not there',
    make: remove('PersistentVolumeClaim/auth-mongo-backups'),
  },
  {
    rule: 'config-used',
    slip: 'a file nobody reads',
    make: set('ConfigMap/redis-config*', 'data/users.acl', ''),
  },
  {
    rule: 'config-used',
    slip: 'a file by another name',
    make: set('StatefulSet/expiration-redis', 'spec/template/spec/containers/0/command', ['redis-server']),
  },

  { rule: 'settings-complete', slip: 'a setting misspelt', make: rewrite(ORDERS, 'NATS_URL', 'NATS_URI') },
  {
    rule: 'settings-complete',
    slip: 'no database',
    make: set('Deployment/auth-depl', `${ENV}/1`, undefined),
  },
  {
    rule: 'settings-complete',
    slip: 'another protocol',
    make: rewrite(ORDERS, 'http://nats-srv', 'https://nats-srv'),
  },
  {
    rule: 'settings-complete',
    slip: 'a pod name that is no client id',
    make: set(ORDERS, 'metadata/name', 'orders.depl'),
  },
  {
    rule: 'settings-known',
    slip: 'a setting of yesterday',
    make: push(ORDERS, ENV, { name: 'ORDER_WINDOW', value: '900' }),
  },
  {
    rule: 'settings-known',
    slip: 'a setting of another service',
    make: push('Deployment/auth-depl', ENV, { name: 'REDIS_HOST', value: 'expiration-redis-srv' }),
  },
  {
    rule: 'settings-known',
    slip: 'an unknown one for the site',
    make: push('Deployment/client-depl', ENV, { name: 'AUTH_URI', value: 'x' }),
  },
  {
    rule: 'site-knows-services',
    slip: 'no orders',
    make: set('Deployment/client-depl', `${ENV}/2`, undefined),
  },
  {
    rule: 'variables-once',
    slip: 'a setting twice',
    make: push(ORDERS, ENV, { name: 'NATS_CLUSTER_ID', value: 'other' }),
  },
  {
    rule: 'variables-resolved',
    slip: 'a password after its use',
    make: (objects) => {
      const env = [
        { name: 'A', value: '$(B)' },
        { name: 'B', value: 'x' },
      ];
      push(ORDERS, ENV, ...env)(objects);
    },
  },
  {
    rule: 'variables-resolved',
    slip: 'a command that needs what is not given',
    make: push('StatefulSet/nats', 'spec/template/spec/containers/0/args', '-log=$(LOG)'),
  },
  {
    rule: 'client-id-is-pod',
    slip: 'one id for all',
    make: set(ORDERS, `${ENV}/3`, { name: 'NATS_CLIENT_ID', value: 'orders' }),
  },
  { rule: 'session-key', slip: 'a key of its own', make: rewrite(ORDERS, '"jwt-secret"', '"orders-jwt"') },
  {
    rule: 'secrets-documented',
    slip: 'a secret nobody knows of',
    make: rewrite(ORDERS, '"jwt-secret"', '"orders-jwt"'),
  },
  {
    rule: 'secrets-documented',
    slip: 'a key nobody knows of',
    make: rewrite(ORDERS, 'service-password', 'password'),
  },
  {
    rule: 'secrets-documented',
    slip: 'a volume of an unknown secret',
    make: rewrite('StatefulSet/auth-mongo', '"secretName":"auth-mongo"', '"secretName":"auth-key"'),
  },
  {
    rule: 'no-secret-in-sight',
    slip: 'the key itself',
    make: set(ORDERS, `${ENV}/2`, { name: 'JWT_KEY', value: 'k'.repeat(40) }),
  },
  {
    rule: 'no-secret-in-sight',
    slip: 'a password in the URI',
    make: rewrite(ORDERS, '$(MONGO_PASSWORD)', 'hunter2'),
  },
  {
    rule: 'addresses-exist',
    slip: 'a host misspelt',
    make: rewrite('Deployment/client-depl', 'orders-srv', 'order-srv'),
  },
  {
    rule: 'addresses-exist',
    slip: 'another port',
    make: rewrite('Deployment/client-depl', 'orders-srv:3000', 'orders-srv:80'),
  },
  {
    rule: 'addresses-exist',
    slip: 'a Redis that is not there',
    make: rewrite('Deployment/expiration-depl', 'expiration-redis-srv', 'redis-srv'),
  },
  {
    rule: 'addresses-exist',
    slip: 'a member that is not there',
    make: set('StatefulSet/orders-mongo', 'spec/replicas', 2),
  },
];
