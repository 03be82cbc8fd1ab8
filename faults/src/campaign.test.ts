import { runCampaign } from './campaign.js';
import { FAULT_KINDS } from './kinds/index.js';
import { drawPlan } from './plan.js';
import { Random } from './random.js';

const LIMITS = { longestMs: 2_000 };
const RUNS = [1, 2, 3, 4];

/** The kinds of faults in these runs. */
function kindsOf(seed: number): Set<string> {
  const plans = RUNS.map((run) => drawPlan(new Random(seed, [run]).stream('plan'), FAULT_KINDS, LIMITS));
  return new Set(plans.flatMap(({ steps }) => steps.map(({ fault }) => fault.kind)));
}

/** Of the first seeds, the one whose runs have the most kinds of faults. So a few runs try as much as they can. */
function richestSeed(): number {
  const seeds = Array.from({ length: 1_000 }, (_, seed) => ({ seed, kinds: kindsOf(seed).size }));
  return seeds.reduce((best, each) => (each.kinds > best.kinds ? each : best)).seed;
}

it('every promise is kept through a campaign of a few runs', async () => {
  const seed = richestSeed();
  const lines = [`seed ${seed}`];
  const { runs, leaks } = await runCampaign({
    ...LIMITS,
    seed,
    runs: RUNS,
    windowSeconds: 3,
    say: (line) => lines.push(line),
  });
  const violations = runs.flatMap((each) => each.violations);
  if (violations.length > 0) console.log(lines.join('\n'));
  expect(violations).toEqual([]);
  expect(leaks).toEqual([]);
  expect(runs.flatMap(({ kinds }) => kinds).length).toBeGreaterThanOrEqual(RUNS.length);
  expect(runs.every(({ calls }) => calls > 20)).toBe(true);
});
