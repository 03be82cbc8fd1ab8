import { FAULT_KINDS } from './kinds/index.js';
import { describePlan, drawPlan } from './plan.js';
import { Random } from './random.js';

const plan = (seed: number, run: number) =>
  describePlan(drawPlan(new Random(seed, [run]).stream('plan'), FAULT_KINDS, { longestMs: 60_000 }));

it('the same seed and run draw the same plan, others draw another one', () => {
  expect(plan(7, 3)).toEqual(plan(7, 3));
  expect(plan(7, 3)).not.toEqual(plan(7, 4));
  expect(plan(7, 3)).not.toEqual(plan(8, 3));
});

it('a draw from one stream changes nothing for another', () => {
  const seller = new Random(1).stream('seller').int(0, 1_000_000);
  const random = new Random(1);
  random.int(0, 9);
  random.stream('buyer').int(0, 9);
  expect(random.stream('seller').int(0, 1_000_000)).toBe(seller);
});

it('draws every kind of fault, and all lengths, short ones more often', () => {
  const drawn = Array.from({ length: 300 }, (_, run) => plan(1, run)).flat();
  const missing = FAULT_KINDS.filter(({ name }) => !drawn.some((line) => line.includes(` ${name} (`)));
  expect(missing).toEqual([]);
  const random = new Random(1);
  const times = Array.from({ length: 2_000 }, () => random.ms(1_000, 30_000));
  expect(Math.min(...times)).toBeLessThan(1_100);
  expect(Math.max(...times)).toBeGreaterThan(27_000);
  const short = times.filter((ms) => ms < 3_900).length;
  expect(short / times.length).toBeCloseTo(0.5, 1);
});

it('draws each key as often as its weight says', () => {
  const random = new Random(3);
  const often = Array.from({ length: 3_000 }, () => random.weighted({ a: 1, b: 2, none: 0 }));
  expect(often.filter((each) => each === 'b').length / often.length).toBeCloseTo(2 / 3, 1);
  expect(often).not.toContain('none');
});
