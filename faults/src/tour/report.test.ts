import { momentOf, PHASES } from '../instrument/runtime.js';
import { failures, tourTables } from './report.js';
import type { TourResult } from './tour.js';
import { LOAD, Ways } from './ways.js';

const points = [
  { name: 'orders/src/a.ts:place#1', kind: 'await' as const },
  { name: 'common/src/bus/b.ts:handle#1', kind: 'ack' as const },
];
const moments = points.flatMap(({ name }) => PHASES.map((phase) => momentOf(name, phase)));

/** A tour whose instances died at all moments but those. */
function tour(...missed: string[]): TourResult {
  const visits = points.flatMap((point) =>
    PHASES.map((phase) => {
      const isMissed = missed.includes(momentOf(point.name, phase));
      return { point, phase, kills: isMissed ? [] : [LOAD, 'a stop'], misses: 0 };
    }),
  );
  return { visits, ways: new Ways(), violations: [] };
}

it('passes when an instance died at every moment', () => {
  expect(failures(tour(), points, {})).toEqual([]);
});

it('fails for each phase in which nobody died at a point', () => {
  expect(failures(tour(moments[1]!), points, {})).toEqual(['never reached: orders/src/a.ts:place#1 after']);
});

it('fails for violations', () => {
  const violations = [{ rule: 'oversold', of: 'a', what: 'twice' }];
  expect(failures({ ...tour(), violations }, points, {})).toEqual(['1 violations']);
});

it('fails for a listed moment that an instance came to', () => {
  const result = tour();
  const sightings = [{ instance: 'orders-2', pid: 1, moment: moments[0]!, at: 0 }];
  result.ways.learn({ means: LOAD, tookMs: 1, sightings });
  expect(failures(result, points, { [moments[0]!]: 'dead code', [moments[1]!]: 'dead code' })).toEqual([
    `listed as unreachable, but reached: ${moments[0]}`,
  ]);
});

it('fails for a listed moment that the code does not have', () => {
  expect(failures(tour(), points, { 'orders/src/gone.ts:f#1 after': 'dead code' })).toEqual([
    'listed as unreachable, but not in the code: orders/src/gone.ts:f#1 after',
  ]);
});

it('counts by place in the code and by the means that led there', () => {
  const text = tourTables(tour(moments[1]!));
  expect(text).toMatch(/^common\/bus +2 +2 +4 +2$/m);
  expect(text).toMatch(/^orders +2 +1 +2 +0$/m);
  expect(text).toMatch(/^a stop +3 +3$/m);
});
