import type { Scene } from '../fault.js';
import type { Sighting } from '../instrument/runtime.js';
import { ALL_INSTANCES } from '../system.js';
import { learn } from './learn.js';
import type { Stimulus } from './stimuli/stimulus.js';
import { LOAD, Ways } from './ways.js';

// the tour waits for seconds between the chapters
jest.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));
jest.mock('../recovery.js', () => ({ down: () => Promise.resolve([]) }));

/** A made-up record: what the instances report while something is done to them. */
class Reports {
  private readonly waiting: Sighting[] = [];

  news(): Sighting[] {
    return this.waiting.splice(0);
  }

  add(moment: string, instances: readonly string[]): void {
    this.waiting.push(...instances.map((instance) => ({ instance, pid: 1, moment, at: 0 })));
  }
}

const reports = new Reports();
const tried: string[] = [];
beforeEach(() => {
  tried.splice(0);
  let now = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => (now += 1_000));
});
afterEach(() => jest.restoreAllMocks());

function stimulus(name: string, moment: string, fits?: Stimulus['fits']): Stimulus {
  const run: Stimulus['run'] = (_scene, instances) => {
    tried.push(`${name}: ${instances.join(', ')}`);
    reports.add(moment, ALL_INSTANCES);
    return Promise.resolve();
  };
  return fits ? { name, fits, run } : { name, run };
}

async function lesson(wanted: string[], stimuli: Stimulus[]): Promise<Ways> {
  const ways = new Ways();
  await learn(reports, {} as Scene, { ways, wanted, stimuli, say: () => undefined });
  return ways;
}

it('credits a stimulus with what the instances report while it runs', async () => {
  const ways = await lesson(['a', 'b'], [stimulus('one', 'a'), stimulus('two', 'b')]);
  expect(ways.of('orders', 'a')).toEqual(['one']);
  expect(ways.of('orders', 'b')).toEqual(['two']);
});

it('does not credit a stimulus with reports from before it', async () => {
  reports.add('a', ['orders']);
  const ways = await lesson(['b'], [stimulus('one', 'b')]);
  expect(ways.servicesAt('a')).toEqual([]);
});

it('prefers a stimulus that was aimed at the instance', async () => {
  const atTickets = stimulus('one', 'a', (instance) => instance.startsWith('tickets'));
  const ways = await lesson(['a', 'b'], [atTickets, stimulus('two', 'a'), stimulus('three', 'b')]);
  expect(tried[0]).toBe('one: tickets');
  expect(ways.of('orders', 'a')).toEqual(['two', 'one']);
});

it('goes on when only instances came there that the stimulus was not aimed at', async () => {
  const stops = stimulus('one', 'b', (instance) => instance.startsWith('tickets'));
  const aside: Stimulus = {
    ...stops,
    run: () => Promise.resolve(reports.add('a', ['orders-2'])),
  };
  const ways = await lesson(['a'], [aside, stimulus('two', 'a')]);
  expect(ways.of('orders', 'a')).toEqual(['two', 'one']);
});

it('ends when a way to every wanted moment is known', async () => {
  await lesson(['a'], [stimulus('one', 'a'), stimulus('two', 'b')]);
  expect(tried).toHaveLength(1);
});

it('tries every stimulus twice, with another instance, before it gives a moment up', async () => {
  const ways = await lesson(['never'], [stimulus('one', 'a', (instance) => instance.startsWith('tickets'))]);
  expect(tried).toEqual(['one: tickets', 'one: tickets-2']);
  expect(ways.servicesAt('never')).toEqual([]);
});

it('watches the load first', async () => {
  const news = jest.spyOn(reports, 'news').mockReturnValueOnce([]);
  news.mockReturnValueOnce([{ instance: 'orders', pid: 1, moment: 'a', at: 0 }]);
  const ways = await lesson(['a'], [stimulus('one', 'b')]);
  expect(ways.of('orders', 'a')).toEqual([LOAD]);
  expect(tried).toEqual([]);
});
