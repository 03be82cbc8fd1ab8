import type { Sighting } from '../instrument/runtime.js';
import { LOAD, Ways } from './ways.js';

/** `times` notes of one process about a moment. */
const seen = (instance: string, moment: string, times = 1, pid = 1): Sighting[] =>
  Array.from({ length: times }, (_, second) => ({ instance, pid, moment, at: second * 1000 }));

function learned(...chapters: [means: string, tookMs: number, ...sightings: Sighting[][]][]): Ways {
  const ways = new Ways();
  for (const [means, tookMs, ...sightings] of chapters)
    ways.learn({ means, tookMs, sightings: sightings.flat() });
  return ways;
}

it('knows no way to a moment that nobody reported', () => {
  const ways = learned([LOAD, 12_000, seen('orders', 'a')]);
  expect(ways.servicesAt('b')).toEqual([]);
  expect(ways.of('tickets', 'a')).toEqual([]);
  expect(ways.cost('b')).toBe(Infinity);
});

it('knows the stimulus during which an instance of the service reported it', () => {
  const ways = learned([LOAD, 12_000, seen('orders', 'a', 5)], ['a stop', 3_000, seen('orders-2', 'b')]);
  expect(ways.of('orders', 'b')).toEqual(['a stop']);
  expect(ways.servicesAt('b')).toEqual(['orders']);
});

it('has every service that came there', () => {
  const ways = learned(['a stop', 3_000, seen('orders', 'a'), seen('tickets-2', 'a'), seen('auth', 'b')]);
  expect(ways.servicesAt('a')).toEqual(['orders', 'tickets']);
});

it('prefers the load where one process came again and again', () => {
  const steady = seen('orders', 'a', 2);
  const ways = learned(['a stop', 100, seen('orders', 'a', 9)], [LOAD, 12_000, steady]);
  expect(ways.of('orders', 'a')).toEqual([LOAD, 'a stop']);
  expect(ways.cost('a')).toBe(0);
});

it('prefers a stimulus to a load that led there by chance', () => {
  const ways = learned([LOAD, 12_000, seen('orders', 'a')], ['conflicts', 4_000, seen('orders', 'a')]);
  expect(ways.of('orders', 'a')).toEqual(['conflicts', LOAD]);
});

it('does not take the load for sure when two processes came there once each', () => {
  const ways = learned([LOAD, 12_000, seen('orders', 'a', 1, 1), seen('orders', 'a', 1, 2)]);
  expect(ways.cost('a')).toBeGreaterThan(0);
});

it('prefers a long stimulus that often led there to a short one that did once', () => {
  const ways = learned(
    ['a crowd', 4_000, seen('orders', 'a')],
    ['conflicts', 54_000, seen('orders', 'a', 10)],
  );
  expect(ways.of('orders', 'a')).toEqual(['conflicts', 'a crowd']);
});

it('prefers the stimulus that is quicker and surer', () => {
  const ways = learned(
    ['a stop', 5_000, seen('orders', 'a')],
    ['an outage', 25_000, seen('orders', 'a')],
    ['conflicts', 9_000, seen('orders', 'a', 3)],
  );
  expect(ways.of('orders', 'a')).toEqual(['conflicts', 'a stop', 'an outage']);
});

it('keeps the best time of a stimulus that was tried twice', () => {
  const ways = learned(['a stop', 5_000, seen('orders', 'a')], ['a stop', 2_000, seen('orders', 'a')]);
  const quick = learned(['a stop', 2_000, seen('orders', 'a')]);
  expect(ways.cost('a')).toBe(quick.cost('a'));
});
