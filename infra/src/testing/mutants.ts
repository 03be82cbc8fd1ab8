import { backingMutants } from './mutants-backing.js';
import { networkMutants } from './mutants-network.js';
import { podMutants } from './mutants-pods.js';
import { scaleMutants } from './mutants-scale.js';
import { shapeMutants } from './mutants-shape.js';

export const MUTANTS = [
  ...shapeMutants,
  ...podMutants,
  ...networkMutants,
  ...scaleMutants,
  ...backingMutants,
];
