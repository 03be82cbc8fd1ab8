import type { Databases } from '../data/databases.js';
import { check } from './check.js';
import type { Findings } from './invariant.js';

const nowhere = undefined as unknown as Databases;

let disturbed: string[];
let heals: boolean;
beforeEach(() => {
  disturbed = [];
  heals = true;
});

/** An invariant that finds one thing after the other, and then always the last. */
async function verdictOf(...findings: (Findings | Error)[]) {
  let looks = 0;
  const find = () => {
    const found = findings[Math.min(looks++, findings.length - 1)]!;
    return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
  };
  const [verdict] = await check([{ name: 'n', promise: 'p', heals, find }], {
    databases: nowhere,
    disturbances: () => disturbed,
    pauseMs: 1,
  });
  return verdict;
}

it('is kept when nothing is broken', async () => {
  expect(await verdictOf({ looked: 3, broken: [] })).toMatchObject({ state: 'kept', looked: 3 });
});

it('is broken when the same is seen every time', async () => {
  expect(await verdictOf({ looked: 3, broken: ['a', 'b'] }, { looked: 4, broken: ['b', 'c'] })).toMatchObject(
    {
      state: 'broken',
      looked: 4,
      broken: ['b'],
    },
  );
});

it('is kept when everything that was seen has healed', async () => {
  expect(await verdictOf({ looked: 3, broken: ['a'] }, { looked: 3, broken: ['b'] })).toMatchObject({
    state: 'kept',
    broken: [],
  });
});

it('is unknown when a database does not answer', async () => {
  expect(await verdictOf(new Error('it is away'))).toMatchObject({ state: 'unknown', reason: 'it is away' });
});

describe('while something disturbs the system', () => {
  beforeEach(() => (disturbed = ['orders is starting', 'the bus is frozen']));

  it('is not yet kept when it must heal, and says why', async () => {
    expect(await verdictOf({ looked: 3, broken: ['a'] })).toMatchObject({
      state: 'not yet',
      broken: ['a'],
      reason: 'orders is starting; the bus is frozen',
    });
  });

  it('is broken when it must never be', async () => {
    heals = false;
    expect(await verdictOf({ looked: 3, broken: ['a'] })).toMatchObject({ state: 'broken', broken: ['a'] });
  });

  it('is kept when nothing is broken', async () => {
    expect(await verdictOf({ looked: 3, broken: [] })).toMatchObject({ state: 'kept' });
  });
});

it('is not yet kept when the disturbance ended during the look', async () => {
  disturbed = ['orders is starting'];
  const verdict = verdictOf({ looked: 1, broken: ['a'] });
  disturbed = [];
  expect(await verdict).toMatchObject({ state: 'not yet' });
});
