import { copy, type Mutant, remove, rewrite, set } from './mutant.js';

const BUDGET = 'PodDisruptionBudget/orders';
const SCALER = 'HorizontalPodAutoscaler/orders';
const SPREAD = 'spec/template/spec/topologySpreadConstraints';

/** Slips in the numbers of pods and in their places. */
export const scaleMutants: Mutant[] = [
  {
    rule: 'replicas',
    slip: 'two members of a replica set',
    make: set('StatefulSet/orders-mongo', 'spec/replicas', 2),
  },
  { rule: 'replicas', slip: 'four brokers', make: set('StatefulSet/nats', 'spec/replicas', 4) },
  {
    rule: 'replicas',
    slip: 'one pod of the worker',
    make: set('Deployment/expiration-depl', 'spec/replicas', undefined),
  },
  {
    rule: 'replicas',
    slip: 'an autoscaler that may start too many pods',
    make: set(SCALER, 'spec/maxReplicas', 40),
  },
  {
    rule: 'replicas',
    slip: 'two pods of Redis, which would share timers',
    make: set('StatefulSet/expiration-redis', 'spec/replicas', 2),
  },
  {
    rule: 'replicas',
    slip: 'two pods in development',
    overlay: 'k8s-dev',
    make: set('Deployment/orders-depl', 'spec/replicas', 2),
  },
  {
    rule: 'spread',
    slip: 'pods that may all be in one place',
    make: set('Deployment/orders-depl', SPREAD, undefined),
  },
  {
    rule: 'spread',
    slip: 'pods that may all be in one zone',
    make: set('Deployment/orders-depl', `${SPREAD}/0`, undefined),
  },
  {
    rule: 'spread',
    slip: 'a constraint that counts no pods',
    make: set('Deployment/orders-depl', `${SPREAD}/1/labelSelector`, undefined),
  },
  {
    rule: 'spread',
    slip: 'a constraint that counts the pods of all apps',
    make: rewrite(
      'Deployment/orders-depl',
      '"matchLabelKeys":["app","pod-template-hash"]',
      '"matchLabelKeys":[]',
    ),
  },
  {
    rule: 'spread',
    slip: 'two members on one node',
    make: set('StatefulSet/nats', `${SPREAD}/1/whenUnsatisfiable`, 'ScheduleAnyway'),
  },
  ...['StatefulSet/nats', 'StatefulSet/orders-mongo'].map((store) => ({
    rule: 'spread',
    slip: `two members of ${store} on one of two nodes`,
    make: set(store, `${SPREAD}/1/minDomains`, undefined),
  })),
  {
    rule: 'spread',
    slip: 'members that start with two nodes',
    make: set('StatefulSet/nats', `${SPREAD}/1/minDomains`, 2),
  },
  {
    rule: 'spread',
    slip: 'a node with two members more than another',
    make: set('StatefulSet/orders-mongo', `${SPREAD}/1/maxSkew`, 2),
  },
  { rule: 'budgets-complete', slip: 'a workload without a budget', make: remove(BUDGET) },
  {
    rule: 'budgets-complete',
    slip: 'a budget that selects nothing',
    make: set(BUDGET, 'spec/selector/matchLabels/app', 'order'),
  },
  { rule: 'budgets-complete', slip: 'two budgets for one workload', make: copy(BUDGET, 'orders-too') },
  {
    rule: 'budgets-allow-drains',
    slip: 'a budget that keeps all pods',
    make: set(BUDGET, 'spec', { minAvailable: 3, selector: { matchLabels: { app: 'orders' } } }),
  },
  {
    rule: 'budgets-allow-drains',
    slip: 'a budget that keeps the only pod',
    make: set('PodDisruptionBudget/expiration-redis', 'spec', {
      minAvailable: 1,
      selector: { matchLabels: { app: 'expiration-redis' } },
    }),
  },
  {
    rule: 'budgets-allow-drains',
    slip: 'a budget that lets no pod go',
    make: set(BUDGET, 'spec/maxUnavailable', 0),
  },
  {
    rule: 'scalers-scale-stateless',
    slip: 'a misspelt Deployment',
    make: set(SCALER, 'spec/scaleTargetRef/name', 'orders'),
  },
  {
    rule: 'scalers-scale-stateless',
    slip: 'an autoscaler of a database',
    make: set(SCALER, 'spec/scaleTargetRef', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      name: 'orders-mongo',
    }),
  },
  {
    rule: 'scalers-scale-stateless',
    slip: 'a metric of a resource that pods do not request',
    make: set('Deployment/orders-depl', 'spec/template/spec/containers/0/resources/requests/cpu', undefined),
  },
  {
    rule: 'scalers-scale-stateless',
    slip: 'an autoscaler that can start no more pods',
    make: set(SCALER, 'spec/maxReplicas', 3),
  },
  {
    rule: 'scalers-alone-count',
    slip: 'replicas in a Deployment that is scaled',
    make: set('Deployment/orders-depl', 'spec/replicas', 3),
  },
];
