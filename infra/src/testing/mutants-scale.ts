import { copy, type Mutant, remove, rewrite, set } from './mutant.js';

const BUDGET = 'PodDisruptionBudget/orders';
const SCALER = 'HorizontalPodAutoscaler/orders';
const SPREAD = 'spec/template/spec/topologySpreadConstraints';

/** Slips in how many there are, and where. */
export const scaleMutants: Mutant[] = [
  { rule: 'replicas', slip: 'two members', make: set('StatefulSet/orders-mongo', 'spec/replicas', 2) },
  { rule: 'replicas', slip: 'four members', make: set('StatefulSet/nats', 'spec/replicas', 4) },
  {
    rule: 'replicas',
    slip: 'one worker',
    make: set('Deployment/expiration-depl', 'spec/replicas', undefined),
  },
  {
    rule: 'replicas',
    slip: 'an autoscaler that starts more than the system describes',
    make: set(SCALER, 'spec/maxReplicas', 40),
  },
  {
    rule: 'replicas',
    slip: 'two Redis, each with some of the timers',
    make: set('StatefulSet/expiration-redis', 'spec/replicas', 2),
  },
  {
    rule: 'replicas',
    slip: 'two in development',
    overlay: 'k8s-dev',
    make: set('Deployment/orders-depl', 'spec/replicas', 2),
  },
  { rule: 'spread', slip: 'anywhere', make: set('Deployment/orders-depl', SPREAD, undefined) },
  { rule: 'spread', slip: 'one zone', make: set('Deployment/orders-depl', `${SPREAD}/0`, undefined) },
  {
    rule: 'spread',
    slip: 'counts nothing',
    make: set('Deployment/orders-depl', `${SPREAD}/1/labelSelector`, undefined),
  },
  {
    rule: 'spread',
    slip: 'counts everybody',
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
  { rule: 'budgets-complete', slip: 'one has none', make: remove(BUDGET) },
  {
    rule: 'budgets-complete',
    slip: 'selects nothing',
    make: set(BUDGET, 'spec/selector/matchLabels/app', 'order'),
  },
  { rule: 'budgets-complete', slip: 'two for one', make: copy(BUDGET, 'orders-too') },
  {
    rule: 'budgets-allow-drains',
    slip: 'all must stay',
    make: set(BUDGET, 'spec', { minAvailable: 3, selector: { matchLabels: { app: 'orders' } } }),
  },
  {
    rule: 'budgets-allow-drains',
    slip: 'the only one must stay',
    make: set('PodDisruptionBudget/expiration-redis', 'spec', {
      minAvailable: 1,
      selector: { matchLabels: { app: 'expiration-redis' } },
    }),
  },
  { rule: 'budgets-allow-drains', slip: 'none may go', make: set(BUDGET, 'spec/maxUnavailable', 0) },
  {
    rule: 'scalers-scale-stateless',
    slip: 'a name misspelt',
    make: set(SCALER, 'spec/scaleTargetRef/name', 'orders'),
  },
  {
    rule: 'scalers-scale-stateless',
    slip: 'a database',
    make: set(SCALER, 'spec/scaleTargetRef', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      name: 'orders-mongo',
    }),
  },
  {
    rule: 'scalers-scale-stateless',
    slip: 'measures what nobody asks for',
    make: set('Deployment/orders-depl', 'spec/template/spec/containers/0/resources/requests/cpu', undefined),
  },
  { rule: 'scalers-scale-stateless', slip: 'no room to grow', make: set(SCALER, 'spec/maxReplicas', 3) },
  {
    rule: 'scalers-alone-count',
    slip: 'a number of its own',
    make: set('Deployment/orders-depl', 'spec/replicas', 3),
  },
];
