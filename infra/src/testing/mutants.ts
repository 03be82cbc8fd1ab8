import { backingMutants } from './mutants-backing.js';
import { networkMutants } from './mutants-network.js';
import { podMutants } from './mutants-pods.js';
import { scaleMutants } from './mutants-scale.js';
import { shapeMutants } from './mutants-shape.js';
import { storeUserMutants } from './mutants-store-users.js';
import { tlsMutants } from './mutants-tls.js';

export const MUTANTS = [
  ...shapeMutants,
  ...podMutants,
  ...networkMutants,
  ...scaleMutants,
  ...backingMutants,
  ...storeUserMutants,
  ...tlsMutants,
];
