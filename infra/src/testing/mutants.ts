import { backingMutants } from './mutants-backing.js';
import { monitoringMutants } from './mutants-monitoring.js';
import { networkMutants } from './mutants-network.js';
import { podMutants } from './mutants-pods.js';
import { resourceMutants } from './mutants-resources.js';
import { scaleMutants } from './mutants-scale.js';
import { shapeMutants } from './mutants-shape.js';
import { storeUserMutants } from './mutants-store-users.js';
import { tlsMutants } from './mutants-tls.js';

export const MUTANTS = [
  ...shapeMutants,
  ...podMutants,
  ...networkMutants,
  ...monitoringMutants,
  ...resourceMutants,
  ...scaleMutants,
  ...backingMutants,
  ...storeUserMutants,
  ...tlsMutants,
];
