import { SYSTEM_TESTED } from './scripts/workspaces.mjs';

// These tests start the whole system. Each file starts a system of its own, and two of them fit on two cores.
export default {
  projects: SYSTEM_TESTED.map((workspace) => `<rootDir>/${workspace}`),
  maxWorkers: 2,
  testTimeout: 30_000, // jest ignores the limit in a project when several projects run together
  testSequencer: '<rootDir>/e2e/longest-first.cjs',
};
