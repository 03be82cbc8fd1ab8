import { SYSTEM_TESTED } from './scripts/workspaces.mjs';

// These tests start the whole system. Each file starts a system of its own. They wait for much of their time, so three of
// them at a time fit on two cores.
export default {
  projects: SYSTEM_TESTED.map((workspace) => `<rootDir>/${workspace}`),
  maxWorkers: 3,
  testTimeout: 300_000, // jest ignores the limit in a project when several projects run together
  testSequencer: '<rootDir>/e2e/longest-first.cjs',
};
