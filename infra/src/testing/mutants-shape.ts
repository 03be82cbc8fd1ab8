import { copy, type Mutant, push, remove, rewrite, set } from './mutant.js';

const ORDERS = 'Deployment/orders-depl';
const PAYMENTS = 'Deployment/payments-depl';
const ENV = 'spec/template/spec/containers/0/env';

/** Slips in kinds and fields, in the links between objects, and in settings. */
export const shapeMutants: Mutant[] = [
  {
    rule: 'known-kinds',
    slip: 'an old apiVersion',
    make: set('Ingress/ticketing', 'apiVersion', 'networking.k8s.io/v1beta1'),
  },
  { rule: 'known-kinds', slip: 'a misspelt kind', make: set('Service/auth-srv', 'kind', 'Servise') },
  {
    rule: 'known-fields',
    slip: 'a misspelt probe',
    make: set(ORDERS, 'spec/template/spec/containers/0/readinesProbe', {}),
  },
  {
    rule: 'known-fields',
    slip: 'a field of pods in a Deployment',
    make: set(ORDERS, 'spec/serviceAccountName', 'x'),
  },
  {
    rule: 'known-fields',
    slip: 'an unknown field deep in a policy',
    make: set('NetworkPolicy/nats', 'spec/ingress/0/ports/0/number', 1),
  },
  {
    rule: 'known-fields',
    slip: 'an unknown field of a route',
    make: set('HTTPRoute/ticketing', 'spec/rules/0/matches/0/paths', {}),
  },
  {
    rule: 'known-fields',
    slip: 'an unknown field of a claim template',
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
    slip: 'the level baseline',
    make: set('Namespace/ticketing', 'metadata/labels/pod-security.kubernetes.io~enforce', 'baseline'),
  },
  { rule: 'namespace-restricted', slip: 'no namespace', make: remove('Namespace/ticketing') },
  { rule: 'all-there', slip: 'no worker', make: remove('Deployment/expiration-depl') },
  { rule: 'all-there', slip: 'a second workload of an app', make: copy(ORDERS, 'payments-depl') },
  {
    rule: 'selectors-match',
    slip: 'a selector that the pods do not match',
    make: set(ORDERS, 'spec/selector/matchLabels/app', 'order'),
  },
  {
    rule: 'selectors-match',
    slip: 'pods without the label',
    make: set('StatefulSet/nats', 'spec/template/metadata/labels/app', 'nat'),
  },
  {
    rule: 'services-find-pods',
    slip: 'a misspelt selector',
    make: set('Service/orders-srv', 'spec/selector/app', 'order'),
  },
  {
    rule: 'services-find-pods',
    slip: 'a selector of all pods',
    make: set('Service/orders-srv', 'spec/selector', { 'app.kubernetes.io/part-of': 'ticketing' }),
  },
  {
    rule: 'services-find-ports',
    slip: 'a port that does not exist',
    make: set('Service/orders-srv', 'spec/ports/0/targetPort', 'web'),
  },
  {
    rule: 'services-find-ports',
    slip: 'a port by number',
    make: set('Service/nats-srv', 'spec/ports/0/targetPort', 4223),
  },
  {
    rule: 'sets-have-services',
    slip: 'a Service that does not exist',
    make: set('StatefulSet/orders-mongo', 'spec/serviceName', 'orders-mongo'),
  },
  {
    rule: 'sets-have-services',
    slip: 'members without names of their own',
    make: set('Service/orders-mongo-srv', 'spec/clusterIP', undefined),
  },
  {
    rule: 'sets-have-services',
    slip: 'members that have names only when ready',
    make: set('Service/orders-mongo-srv', 'spec/publishNotReadyAddresses', undefined),
  },
  {
    rule: 'sets-keep-data',
    slip: 'no claim of a volume',
    make: set('StatefulSet/nats', 'spec/volumeClaimTemplates', undefined),
  },
  {
    rule: 'sets-keep-data',
    slip: 'a claim that is not mounted',
    make: set('StatefulSet/expiration-redis', 'spec/volumeClaimTemplates/0/metadata/name', 'store'),
  },
  {
    rule: 'volumes-exist',
    slip: 'a mount without a volume',
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
    slip: 'a claim that does not exist',
    make: remove('PersistentVolumeClaim/auth-mongo-backups'),
  },
  {
    rule: 'config-used',
    slip: 'a file that nobody reads',
    make: set('ConfigMap/redis-config*', 'data/snapshots.conf', ''),
  },
  {
    rule: 'config-used',
    slip: 'a command that does not name the file',
    make: set('StatefulSet/expiration-redis', 'spec/template/spec/containers/0/command', ['redis-server']),
  },

  { rule: 'settings-complete', slip: 'a misspelt setting', make: rewrite(ORDERS, 'NATS_URL', 'NATS_URI') },
  {
    rule: 'settings-complete',
    slip: 'no address of the database',
    make: set('Deployment/auth-depl', `${ENV}/1`, undefined),
  },
  {
    rule: 'settings-complete',
    slip: 'an address with another protocol',
    make: rewrite(ORDERS, 'nats://$(NATS_USER)', 'https://$(NATS_USER)'),
  },
  {
    rule: 'settings-complete',
    slip: 'a pod name that cannot be a client id',
    make: set(ORDERS, 'metadata/name', 'orders.depl'),
  },
  {
    rule: 'settings-known',
    slip: 'a setting that does not exist',
    make: push(ORDERS, ENV, { name: 'ORDER_WINDOW', value: '900' }),
  },
  {
    rule: 'settings-known',
    slip: 'a setting of another service',
    make: push('Deployment/auth-depl', ENV, { name: 'REDIS_HOST', value: 'expiration-redis-srv' }),
  },
  {
    rule: 'settings-known',
    slip: 'a setting that the site does not read',
    make: push('Deployment/client-depl', ENV, { name: 'AUTH_URI', value: 'x' }),
  },
  {
    rule: 'settings-known',
    slip: 'a site that tells people on a cluster of the demo',
    make: push('Deployment/client-depl', ENV, { name: 'DEMO_COMMAND', value: 'npm run demo' }),
  },
  {
    rule: 'site-knows-services',
    slip: 'no address of orders',
    make: set('Deployment/client-depl', `${ENV}/2`, undefined),
  },
  {
    rule: 'variables-once',
    slip: 'a setting twice',
    make: push(ORDERS, ENV, { name: 'NATS_CLUSTER_ID', value: 'other' }),
  },
  {
    rule: 'variables-resolved',
    slip: 'a variable after its use',
    make: push(ORDERS, ENV, { name: 'A', value: '$(B)' }, { name: 'B', value: 'x' }),
  },
  {
    rule: 'variables-resolved',
    slip: 'a command with an unknown variable',
    make: push('StatefulSet/nats', 'spec/template/spec/containers/0/args', '-log=$(LOG)'),
  },
  {
    rule: 'client-id-is-pod',
    slip: 'one client id for all pods',
    make: set(ORDERS, `${ENV}/5`, { name: 'NATS_CLIENT_ID', value: 'orders' }),
  },
  {
    rule: 'keys-from-secrets',
    slip: 'the key of sessions from another secret',
    make: rewrite(ORDERS, '"session-secret"', '"orders-session"'),
  },
  {
    rule: 'settings-complete',
    slip: 'the site has no key for its forms',
    make: rewrite('Deployment/client-depl', '"name":"NEXT_SERVER_ACTIONS_ENCRYPTION_KEY"', '"name":"PORT"'),
  },
  {
    rule: 'settings-complete',
    slip: 'payments without the secret of webhooks',
    make: set(PAYMENTS, `${ENV}/4`, undefined),
  },
  {
    rule: 'keys-from-secrets',
    slip: 'the key of the site is read from another secret',
    make: rewrite('Deployment/client-depl', '"site-secret"', '"client-secret"'),
  },
  {
    rule: 'keys-from-secrets',
    slip: 'a key of Stripe under the name of another',
    make: rewrite(PAYMENTS, '"key":"STRIPE_SECRET_KEY"', '"key":"STRIPE_PUBLISHABLE_KEY"'),
  },
  {
    rule: 'keys-from-secrets',
    slip: 'the key of passes as a value',
    make: set(ORDERS, `${ENV}/2`, { name: 'PASS_KEY', value: 'MC4CAQAw' }),
  },
  {
    rule: 'card-form-origin',
    slip: 'a site that shows no card form',
    make: rewrite('Deployment/client-depl', 'STRIPE_FORM_ORIGIN', 'PORT'),
  },
  {
    rule: 'card-form-origin',
    slip: 'a card form of somebody else',
    make: rewrite('Deployment/client-depl', 'https://js.stripe.com', 'https://js.stripe.example'),
  },
  {
    rule: 'money-moves-in-production',
    slip: 'test payments in production',
    make: push(PAYMENTS, ENV, { name: 'ALLOW_TEST_PAYMENTS', value: 'true' }),
  },
  {
    rule: 'money-moves-in-production',
    slip: 'a stand-in for Stripe in production',
    make: push(PAYMENTS, ENV, { name: 'STRIPE_API_URL', value: 'http://stripe-srv:4000' }),
  },
  {
    rule: 'secrets-documented',
    slip: 'a secret that nobody makes',
    make: rewrite(ORDERS, '"session-secret"', '"orders-session"'),
  },
  {
    rule: 'secrets-documented',
    slip: 'a key that nobody makes',
    make: rewrite(ORDERS, 'service-password', 'password'),
  },
  {
    rule: 'secrets-documented',
    slip: 'a volume of a secret that nobody makes',
    make: rewrite('StatefulSet/auth-mongo', '"secretName":"auth-mongo"', '"secretName":"auth-key"'),
  },
  {
    rule: 'no-secret-in-sight',
    slip: 'a key as a value',
    make: set(ORDERS, `${ENV}/4`, { name: 'SESSION_PUBLIC_KEYS', value: 'k'.repeat(40) }),
  },
  {
    rule: 'no-secret-in-sight',
    slip: 'the secret key of Stripe as a value',
    make: set(PAYMENTS, `${ENV}/2`, { name: 'STRIPE_SECRET_KEY', value: 'sk_live_1' }),
  },
  {
    rule: 'no-secret-in-sight',
    slip: 'the secret of webhooks as a value',
    make: set(PAYMENTS, `${ENV}/4`, { name: 'STRIPE_WEBHOOK_SECRET', value: 'whsec_1' }),
  },
  {
    rule: 'no-secret-in-sight',
    slip: 'a password in the URI',
    make: rewrite(ORDERS, '$(MONGO_PASSWORD)', 'hunter2'),
  },
  {
    rule: 'addresses-exist',
    slip: 'a misspelt host',
    make: rewrite('Deployment/client-depl', 'orders-srv', 'order-srv'),
  },
  {
    rule: 'addresses-exist',
    slip: 'a port that the Service lacks',
    make: rewrite('Deployment/client-depl', 'orders-srv:3000', 'orders-srv:80'),
  },
  {
    rule: 'addresses-exist',
    slip: 'a Redis that does not exist',
    make: rewrite('Deployment/expiration-depl', 'expiration-redis-srv', 'redis-srv'),
  },
  {
    rule: 'addresses-exist',
    slip: 'a member that does not exist',
    make: set('StatefulSet/orders-mongo', 'spec/replicas', 2),
  },
];
