import { type Mutant, push, rewrite, set } from './mutant.js';

const ORDERS = 'Deployment/orders-depl';
const NATS = 'StatefulSet/nats';
const POD = 'spec/template/spec';
const CONTAINER = `${POD}/containers/0`;

/** Slips in how pods are asked, stopped, and kept in. */
export const podMutants: Mutant[] = [
  {
    rule: 'probes-present',
    slip: 'no readiness probe',
    make: set(ORDERS, `${CONTAINER}/readinessProbe`, undefined),
  },
  {
    rule: 'probes-present',
    slip: 'no startup probe of a store',
    make: set('StatefulSet/auth-mongo', `${CONTAINER}/startupProbe`, undefined),
  },
  {
    rule: 'probes-hit-ports',
    slip: 'a port that is not there',
    make: set(ORDERS, `${CONTAINER}/livenessProbe/httpGet/port`, 'web'),
  },
  {
    rule: 'probes-hit-ports',
    slip: 'a port by number',
    make: set('StatefulSet/auth-mongo', `${CONTAINER}/readinessProbe/tcpSocket/port`, 27018),
  },
  {
    rule: 'probes-hit-paths',
    slip: 'a path that is not there',
    make: set(ORDERS, `${CONTAINER}/startupProbe/httpGet/path`, '/health'),
  },
  {
    rule: 'probes-hit-paths',
    slip: '/readyz, which the site has not',
    make: set('Deployment/client-depl', `${CONTAINER}/readinessProbe/httpGet/path`, '/readyz'),
  },
  {
    rule: 'probes-hit-paths',
    slip: 'a restart because the database is away',
    make: set(ORDERS, `${CONTAINER}/livenessProbe/httpGet/path`, '/readyz'),
  },
  {
    rule: 'probes-hit-paths',
    slip: 'a path of another broker',
    make: set(NATS, `${CONTAINER}/readinessProbe/httpGet/path`, '/readyz'),
  },
  {
    rule: 'readiness-asks-readyz',
    slip: 'ready though the database is away',
    make: set(ORDERS, `${CONTAINER}/readinessProbe/httpGet/path`, '/healthz'),
  },
  {
    rule: 'start-has-time',
    slip: 'a start of 20 s',
    make: set(ORDERS, `${CONTAINER}/startupProbe/failureThreshold`, 10),
  },

  {
    rule: 'serves-until-unseen',
    slip: 'stops at once',
    make: set(ORDERS, `${CONTAINER}/lifecycle`, undefined),
  },
  {
    rule: 'serves-until-unseen',
    slip: 'stops after a second',
    make: set('Deployment/client-depl', `${CONTAINER}/lifecycle/preStop/sleep/seconds`, 1),
  },
  {
    rule: 'grace-fits-drain',
    slip: 'the 30 s that are the default',
    make: set(ORDERS, `${POD}/terminationGracePeriodSeconds`, undefined),
  },
  {
    rule: 'grace-fits-drain',
    slip: 'a longer sleep',
    make: set(ORDERS, `${CONTAINER}/lifecycle/preStop/sleep/seconds`, 15),
  },
  {
    rule: 'stores-have-time',
    slip: 'ten seconds for mongod',
    make: set('StatefulSet/orders-mongo', `${POD}/terminationGracePeriodSeconds`, 10),
  },
  {
    rule: 'updates-lose-nothing',
    slip: 'an old pod goes first',
    make: set(ORDERS, 'spec/strategy/rollingUpdate', { maxUnavailable: 1, maxSurge: 0 }),
  },
  {
    rule: 'updates-lose-nothing',
    slip: 'all go first',
    make: set(ORDERS, 'spec/strategy', { type: 'Recreate' }),
  },

  {
    rule: 'runs-as-nobody',
    slip: 'may be root',
    make: set(ORDERS, `${POD}/securityContext/runAsNonRoot`, undefined),
  },
  { rule: 'runs-as-nobody', slip: 'is root', make: set(NATS, `${POD}/securityContext/runAsUser`, 0) },
  {
    rule: 'runs-as-nobody',
    slip: 'a container of it is root',
    make: set(ORDERS, `${CONTAINER}/securityContext/runAsUser`, 0),
  },
  {
    rule: 'seccomp',
    slip: 'no profile',
    make: set(ORDERS, `${POD}/securityContext/seccompProfile`, undefined),
  },
  {
    rule: 'seccomp',
    slip: 'unconfined',
    make: set(
      'CronJob/orders-mongo-backup',
      'spec/jobTemplate/spec/template/spec/securityContext/seccompProfile/type',
      'Unconfined',
    ),
  },
  {
    rule: 'no-privileges',
    slip: 'may escalate',
    make: set(ORDERS, `${CONTAINER}/securityContext/allowPrivilegeEscalation`, undefined),
  },
  {
    rule: 'no-privileges',
    slip: 'keeps capabilities',
    make: set(ORDERS, `${CONTAINER}/securityContext/capabilities`, undefined),
  },
  {
    rule: 'no-privileges',
    slip: 'gets one back',
    make: set(NATS, `${CONTAINER}/securityContext/capabilities/add`, ['NET_RAW']),
  },
  {
    rule: 'no-privileges',
    slip: 'is privileged',
    make: set('StatefulSet/auth-mongo', `${POD}/containers/1/securityContext/privileged`, true),
  },
  { rule: 'no-host', slip: 'the network of the node', make: set(NATS, `${POD}/hostNetwork`, true) },
  {
    rule: 'no-host',
    slip: 'a folder of the node',
    make: set(ORDERS, `${POD}/volumes/0`, { name: 'tmp', hostPath: { path: '/tmp' } }),
  },
  { rule: 'no-host', slip: 'a port of the node', make: set(NATS, `${CONTAINER}/ports/0/hostPort`, 4222) },
  {
    rule: 'read-only-root',
    slip: 'a service that writes anywhere',
    make: set(ORDERS, `${CONTAINER}/securityContext/readOnlyRootFilesystem`, false),
  },
  {
    rule: 'read-only-root',
    slip: 'a store that does, in development',
    overlay: 'k8s-dev',
    make: set(NATS, `${CONTAINER}/securityContext/readOnlyRootFilesystem`, false),
  },
  { rule: 'no-token', slip: 'a token', make: set(ORDERS, `${POD}/automountServiceAccountToken`, undefined) },
  {
    rule: 'no-token',
    slip: 'a token for a backup',
    make: set(
      'CronJob/auth-mongo-backup',
      'spec/jobTemplate/spec/template/spec/automountServiceAccountToken',
      true,
    ),
  },
  {
    rule: 'no-service-links',
    slip: 'variables of all Services',
    make: set(ORDERS, `${POD}/enableServiceLinks`, undefined),
  },
  {
    rule: 'resources',
    slip: 'no limit of memory',
    make: set(ORDERS, `${CONTAINER}/resources/limits`, undefined),
  },
  {
    rule: 'resources',
    slip: 'no CPU asked for',
    make: set(NATS, `${CONTAINER}/resources/requests/cpu`, undefined),
  },
  { rule: 'resources', slip: 'throttled', make: set(ORDERS, `${CONTAINER}/resources/limits/cpu`, '1') },
  {
    rule: 'resources',
    slip: 'asks for more than its limit',
    make: set(ORDERS, `${CONTAINER}/resources/requests/memory`, '1Gi'),
  },
  {
    rule: 'images-pinned',
    slip: 'latest',
    make: rewrite('StatefulSet/expiration-redis', 'redis:8.2.6', 'redis:latest'),
  },
  {
    rule: 'images-pinned',
    slip: 'no tag',
    make: rewrite(ORDERS, 'ticketing/orders:0.1.0', 'ticketing/orders'),
  },
  {
    rule: 'images-pinned',
    slip: 'a major version only',
    overlay: 'k8s-dev',
    make: rewrite('StatefulSet/auth-mongo', 'mongo:8.0.26', 'mongo:8'),
  },
  {
    rule: 'image-is-own',
    slip: 'the image of another',
    make: rewrite(ORDERS, 'ticketing/orders:0.1.0', 'ticketing/tickets:0.1.0'),
  },
  {
    rule: 'image-is-own',
    slip: 'another one beside it',
    make: push(ORDERS, `${POD}/containers`, { name: 'auth', image: 'ticketing/auth:0.1.0' }),
  },
];
