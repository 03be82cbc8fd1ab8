import { crashPoints } from '../instrument/sources.js';
import { KEY_STEPS, STOP_STEP } from '../instrument/testing/key-steps.js';
import { failures } from './report.js';
import { crashTour, type TourResult } from './tour.js';
import { LOAD } from './ways.js';

const points = crashPoints().filter(({ name }) => name in KEY_STEPS || name === STOP_STEP);
let result: TourResult;

// without a stimulus nothing stops an instance
beforeAll(async () => {
  result = await crashTour({ points, stimuli: [] });
});

it('instances die with something half done, and every promise is kept', () => {
  const killed = result.visits
    .filter(({ point }) => point.name in KEY_STEPS)
    .map(({ point, phase, kills }) => `${kills.join(', ')}: ${point.name} ${phase}`);
  const expected = Object.keys(KEY_STEPS).flatMap((name) => [
    `${LOAD}: ${name} issued`,
    `${LOAD}: ${name} after`,
  ]);
  expect(killed.sort()).toEqual(expected.sort());
  expect(result.violations).toEqual([]);
});

it('the tour fails for a point that no instance came to', () => {
  expect(failures(result, crashPoints(), {})).toEqual([
    `never reached: ${STOP_STEP} issued`,
    `never reached: ${STOP_STEP} after`,
  ]);
});
