import { unitTested } from './scripts/workspaces.mjs';

export default {
  projects: unitTested().map((workspace) => `<rootDir>/${workspace}`),
  maxWorkers: 2,
  testTimeout: 120_000, // jest ignores the limit in a project when several projects run together
};
