import { SYSTEM_TESTED } from './scripts/workspaces.mjs';

// The tests that start the whole system. Each file has a system of its own; two at a time fit on two cores.
export default {
  projects: SYSTEM_TESTED.map((workspace) => `<rootDir>/${workspace}`),
  maxWorkers: 2,
  testTimeout: 30_000, // jest ignores the limit of a project when several projects run together
  testSequencer: '<rootDir>/e2e/longest-first.cjs',
};
