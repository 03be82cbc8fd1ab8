import { type Mutant, set } from './mutant.js';

const ORDERS = 'Deployment/orders-depl';
const AUTH = 'Deployment/auth-depl';
const SITE = 'Deployment/client-depl';
const WORKER = 'Deployment/expiration-depl';
const CONTAINER = 'spec/template/spec/containers/0';
const LIMIT = `${CONTAINER}/resources/limits/memory`;
const CPU = `${CONTAINER}/resources/requests/cpu`;

/** Sets NODE_OPTIONS of a workload. */
const options = (at: string, value: string) => (objects: Parameters<Mutant['make']>[0]) => {
  const object = objects.find((one) => `${one.kind}/${one.metadata?.name}` === at) as {
    spec: { template: { spec: { containers: { env: { name: string }[] }[] } } };
  };
  const { env } = object.spec.template.spec.containers[0]!;
  const index = env.findIndex(({ name }) => name === 'NODE_OPTIONS');
  set(at, `${CONTAINER}/env/${index}`, { name: 'NODE_OPTIONS', value })(objects);
};

/** Slips in the memory and the CPU of our own images. */
export const resourceMutants: Mutant[] = [
  {
    rule: 'heap-fits',
    slip: 'a heap that Node chooses, larger than the container',
    make: options(ORDERS, ''),
  },
  {
    rule: 'heap-fits',
    slip: 'a heap that does not follow the limit',
    make: options(ORDERS, '--max-old-space-size=128'),
  },
  {
    rule: 'heap-fits',
    slip: 'a heap that fills the container',
    make: options(ORDERS, '--max-old-space-size-percentage=90'),
  },
  {
    rule: 'heap-fits',
    slip: 'a heap too small to work with',
    make: options(ORDERS, '--max-old-space-size-percentage=20'),
  },
  { rule: 'heap-fits', slip: 'no room for hashes of passwords', make: set(AUTH, LIMIT, '256Mi') },
  { rule: 'heap-fits', slip: 'a limit without room for the program', make: set(WORKER, LIMIT, '192Mi') },
  { rule: 'heap-fits', slip: 'a site without room for the program', make: set(SITE, LIMIT, '128Mi') },
  {
    rule: 'heap-fits',
    slip: 'a heap that Node chooses in development',
    overlay: 'k8s-dev',
    make: options(SITE, '--enable-source-maps'),
  },
  {
    rule: 'requests-carry-load',
    slip: 'a service that asks for too little CPU',
    make: set(AUTH, CPU, '100m'),
  },
  { rule: 'requests-carry-load', slip: 'a site that asks for too little CPU', make: set(SITE, CPU, '50m') },
  {
    rule: 'requests-carry-load',
    slip: 'a service that asks for far too much CPU',
    make: set(ORDERS, CPU, '2'),
  },
  {
    rule: 'requests-carry-load',
    slip: 'an autoscaler that scales at half of the load',
    make: set('HorizontalPodAutoscaler/orders', 'spec/metrics/0/resource/target/averageUtilization', 35),
  },
];
