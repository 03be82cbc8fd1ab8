import { type Mutant, push, rewrite, set } from './mutant.js';

const ORDERS = 'Deployment/orders-depl';
const NATS = 'StatefulSet/nats';
const MONGO = 'StatefulSet/orders-mongo';
const BACKUP = 'CronJob/orders-mongo-backup';
const POD = 'spec/template/spec';
const JOB_POD = 'spec/jobTemplate/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;

/** Slips in the probes, the stop and the privileges of pods. */
export const podMutants: Mutant[] = [
  {
    rule: 'probes-present',
    slip: 'no readiness probe',
    make: set(ORDERS, `${CONTAINER}/readinessProbe`, undefined),
  },
  {
    rule: 'probes-present',
    slip: 'a store without a startup probe',
    make: set('StatefulSet/auth-mongo', `${CONTAINER}/startupProbe`, undefined),
  },
  {
    rule: 'probes-hit-ports',
    slip: 'a port that does not exist',
    make: set(ORDERS, `${CONTAINER}/livenessProbe/httpGet/port`, 'web'),
  },
  {
    rule: 'probes-hit-ports',
    slip: 'a port by number',
    make: set('StatefulSet/auth-mongo', `${CONTAINER}/readinessProbe/tcpSocket/port`, 27018),
  },
  {
    rule: 'probes-hit-paths',
    slip: 'a path that does not exist',
    make: set(ORDERS, `${CONTAINER}/startupProbe/httpGet/path`, '/health'),
  },
  {
    rule: 'probes-hit-paths',
    slip: '/readyz of the site, which has none',
    make: set('Deployment/client-depl', `${CONTAINER}/readinessProbe/httpGet/path`, '/readyz'),
  },
  {
    rule: 'probes-hit-paths',
    slip: 'liveness that needs the database',
    make: set(ORDERS, `${CONTAINER}/livenessProbe/httpGet/path`, '/readyz'),
  },
  {
    rule: 'probes-hit-paths',
    slip: 'a path that the broker does not answer',
    make: set(NATS, `${CONTAINER}/readinessProbe/httpGet/path`, '/readyz'),
  },
  {
    rule: 'readiness-asks-readyz',
    slip: 'readiness that ignores the database',
    make: set(ORDERS, `${CONTAINER}/readinessProbe/httpGet/path`, '/healthz'),
  },
  {
    rule: 'start-has-time',
    slip: '20 s for a start',
    make: set(ORDERS, `${CONTAINER}/startupProbe/failureThreshold`, 10),
  },

  {
    rule: 'serves-until-unseen',
    slip: 'a pod that stops at once',
    make: set(ORDERS, `${CONTAINER}/lifecycle`, undefined),
  },
  {
    rule: 'serves-until-unseen',
    slip: 'a pod that stops after a second',
    make: set('Deployment/client-depl', `${CONTAINER}/lifecycle/preStop/sleep/seconds`, 1),
  },
  {
    rule: 'grace-fits-drain',
    slip: 'the default grace period of 30 s',
    make: set(ORDERS, `${POD}/terminationGracePeriodSeconds`, undefined),
  },
  {
    rule: 'grace-fits-drain',
    slip: 'a wait that leaves no time to stop',
    make: set(ORDERS, `${CONTAINER}/lifecycle/preStop/sleep/seconds`, 15),
  },
  {
    rule: 'stores-have-time',
    slip: '10 s for mongod to stop',
    make: set('StatefulSet/orders-mongo', `${POD}/terminationGracePeriodSeconds`, 10),
  },
  {
    rule: 'updates-lose-nothing',
    slip: 'an update that stops an old pod first',
    make: set(ORDERS, 'spec/strategy/rollingUpdate', { maxUnavailable: 1, maxSurge: 0 }),
  },
  {
    rule: 'updates-lose-nothing',
    slip: 'an update that stops all old pods first',
    make: set(ORDERS, 'spec/strategy', { type: 'Recreate' }),
  },

  {
    rule: 'runs-as-nobody',
    slip: 'a pod that may be root',
    make: set(ORDERS, `${POD}/securityContext/runAsNonRoot`, undefined),
  },
  {
    rule: 'runs-as-nobody',
    slip: 'a pod that is root',
    make: set(NATS, `${POD}/securityContext/runAsUser`, 0),
  },
  {
    rule: 'runs-as-nobody',
    slip: 'a container that is root',
    make: set(ORDERS, `${CONTAINER}/securityContext/runAsUser`, 0),
  },
  {
    rule: 'seccomp',
    slip: 'no seccomp profile',
    make: set(ORDERS, `${POD}/securityContext/seccompProfile`, undefined),
  },
  {
    rule: 'seccomp',
    slip: 'an unconfined backup',
    make: set(
      'CronJob/orders-mongo-backup',
      'spec/jobTemplate/spec/template/spec/securityContext/seccompProfile/type',
      'Unconfined',
    ),
  },
  {
    rule: 'no-privileges',
    slip: 'a container that may gain privileges',
    make: set(ORDERS, `${CONTAINER}/securityContext/allowPrivilegeEscalation`, undefined),
  },
  {
    rule: 'no-privileges',
    slip: 'a container that keeps its capabilities',
    make: set(ORDERS, `${CONTAINER}/securityContext/capabilities`, undefined),
  },
  {
    rule: 'no-privileges',
    slip: 'a container that adds a capability',
    make: set(NATS, `${CONTAINER}/securityContext/capabilities/add`, ['NET_RAW']),
  },
  {
    rule: 'no-privileges',
    slip: 'a privileged container',
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
    slip: 'a service that may write to its image',
    make: set(ORDERS, `${CONTAINER}/securityContext/readOnlyRootFilesystem`, false),
  },
  {
    rule: 'read-only-root',
    slip: 'a store that may, in development',
    overlay: 'k8s-dev',
    make: set(NATS, `${CONTAINER}/securityContext/readOnlyRootFilesystem`, false),
  },
  {
    rule: 'no-token',
    slip: 'a service with a token',
    make: set(ORDERS, `${POD}/automountServiceAccountToken`, undefined),
  },
  {
    rule: 'no-token',
    slip: 'a backup with a token',
    make: set(
      'CronJob/auth-mongo-backup',
      'spec/jobTemplate/spec/template/spec/automountServiceAccountToken',
      true,
    ),
  },
  {
    rule: 'no-service-links',
    slip: 'variables about all Services',
    make: set(ORDERS, `${POD}/enableServiceLinks`, undefined),
  },
  {
    rule: 'resources',
    slip: 'no limit of memory',
    make: set(ORDERS, `${CONTAINER}/resources/limits`, undefined),
  },
  {
    rule: 'resources',
    slip: 'no request of CPU',
    make: set(NATS, `${CONTAINER}/resources/requests/cpu`, undefined),
  },
  { rule: 'resources', slip: 'a limit of CPU', make: set(ORDERS, `${CONTAINER}/resources/limits/cpu`, '1') },
  {
    rule: 'resources',
    slip: 'a request above its limit',
    make: set(ORDERS, `${CONTAINER}/resources/requests/memory`, '1Gi'),
  },
  {
    rule: 'own-users',
    slip: 'a service with users of the node',
    make: set(ORDERS, `${POD}/hostUsers`, true),
  },
  {
    rule: 'own-users',
    slip: 'a backup that does not say whose its users are',
    make: set(BACKUP, `${JOB_POD}/hostUsers`, undefined),
  },
  {
    rule: 'disk',
    slip: 'no limit of disk',
    make: set(ORDERS, `${CONTAINER}/resources/limits/ephemeral-storage`, undefined),
  },
  {
    rule: 'disk',
    slip: 'a store that requests no disk, in development',
    overlay: 'k8s-dev',
    make: set(NATS, `${CONTAINER}/resources/requests/ephemeral-storage`, undefined),
  },
  {
    rule: 'disk',
    slip: 'an init container without a limit of disk',
    make: set(MONGO, `${POD}/initContainers/0/resources/limits/ephemeral-storage`, undefined),
  },
  {
    rule: 'disk',
    slip: 'a request of disk above its limit',
    make: set(ORDERS, `${CONTAINER}/resources/requests/ephemeral-storage`, '1Gi'),
  },
  {
    rule: 'disk',
    slip: 'a limit of disk below the logs and temporary files',
    make: set(BACKUP, `${JOB_POD}/containers/0/resources/limits/ephemeral-storage`, '100Mi'),
  },
  {
    rule: 'disk',
    slip: 'temporary files without a limit',
    make: set(ORDERS, `${POD}/volumes/0/emptyDir`, {}),
  },
  {
    rule: 'secrets-by-key',
    slip: 'a container beside mongod that keeps all passwords',
    make: push(MONGO, `${POD}/containers/1/volumeMounts`, { name: 'secret', mountPath: '/secret' }),
  },
  {
    rule: 'secrets-by-key',
    slip: 'a backup with the password of the admin',
    make: push(BACKUP, `${JOB_POD}/containers/0/volumeMounts`, {
      name: 'secret',
      mountPath: '/secret/admin-password',
      subPath: 'admin-password',
    }),
  },
  {
    rule: 'images-pinned',
    slip: 'the tag latest',
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
    slip: 'the image of another service',
    make: rewrite(ORDERS, 'ticketing/orders:0.1.0', 'ticketing/tickets:0.1.0'),
  },
  {
    rule: 'image-is-own',
    slip: 'another service in the same pod',
    make: push(ORDERS, `${POD}/containers`, { name: 'auth', image: 'ticketing/auth:0.1.0' }),
  },
];
