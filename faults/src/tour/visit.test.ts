import type { Scene } from '../fault.js';
import type { Crashes } from '../instrument/crash.js';
import { crashAt } from '../instrument/crash-at.js';
import { momentOf } from '../instrument/runtime.js';
import type { Stimulus } from './stimuli/stimulus.js';
import { makeVisit, type Visit } from './visit.js';
import { LOAD, Ways } from './ways.js';

jest.mock('../instrument/crash-at.js');

const POINT = { name: 'orders/src/a.ts:place#1', kind: 'await' as const };
const led: string[] = [];
const stop: Stimulus = {
  name: 'a stop',
  run: (_scene, instances) => Promise.resolve(led.push(instances.join())),
};

/** The load led to the moment, and a stop did so less surely. */
function knownWays(): Ways {
  const moment = momentOf(POINT.name, 'after');
  const sighting = { instance: 'orders', pid: 1, moment, at: 0 };
  const ways = new Ways();
  ways.learn({ means: LOAD, tookMs: 12_000, sightings: [sighting, sighting] });
  ways.learn({ means: 'a stop', tookMs: 3_000, sightings: [sighting] });
  return ways;
}

/** Makes a visit in which an instance dies at the tries that are `hits`; returns each try. */
async function visited(visit: Visit, ...hits: number[]): Promise<string[]> {
  const tries: string[] = [];
  jest.mocked(crashAt).mockImplementation(async (_crashes, _scene, instance, { point, phase }, lead) => {
    await lead?.(new AbortController().signal);
    return hits.includes(tries.push(`${instance} ${point} ${phase}${lead ? ' led' : ''}`));
  });
  await makeVisit({} as Crashes, {} as Scene, visit, 'orders', knownWays(), [stop]);
  return tries.map((each) => each.replace(` ${POINT.name} after`, ''));
}

const fresh = (): Visit => ({ point: POINT, phase: 'after', kills: [], misses: 0 });
beforeEach(() => led.splice(0));

it('waits for the load where the load leads there', async () => {
  const visit = fresh();
  expect(await visited(visit, 1)).toEqual(['orders']);
  expect(visit.kills).toEqual([LOAD]);
});

it('has another instance die the next time', async () => {
  const visit = fresh();
  await visited(visit, 1);
  expect(await visited(visit, 1)).toEqual(['orders-2']);
});

it('tries another instance after a miss, and then another way', async () => {
  const visit = fresh();
  expect(await visited(visit, 3)).toEqual(['orders', 'orders-2', 'orders led']);
  expect(led).toEqual(['orders']);
  expect(visit).toMatchObject({ kills: ['a stop'], misses: 2 });
});

it('gives up after three misses, and goes on from there the next time', async () => {
  const visit = fresh();
  expect(await visited(visit)).toHaveLength(3);
  expect(visit).toMatchObject({ kills: [], misses: 3 });
  expect(await visited(visit, 1)).toEqual(['orders-2 led']);
});
