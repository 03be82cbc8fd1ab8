import { runCampaign } from './campaign.js';
import { FAULT_KINDS } from './kinds/index.js';

// a seed whose first four runs have every kind of fault
const SEED = 315;
const RUNS = [1, 2, 3, 4];

it('every promise is kept through every kind of fault', async () => {
  const lines: string[] = [];
  const { runs, leaks } = await runCampaign({
    ...{ seed: SEED, runs: RUNS, longestMs: 2_000, windowSeconds: 3 },
    say: (line) => lines.push(line),
  });
  const violations = runs.flatMap((each) => each.violations);
  if (violations.length > 0) console.log(lines.join('\n'));
  expect(violations).toEqual([]);
  expect(leaks).toEqual([]);
  expect(new Set(runs.flatMap(({ kinds }) => kinds))).toEqual(new Set(FAULT_KINDS.map(({ name }) => name)));
}, 240_000);
