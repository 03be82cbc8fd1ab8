import { appendFileSync } from 'node:fs';
import type { Scene } from '../fault.js';
import { Random } from '../random.js';
import { instancesOf, serviceOf } from '../system.js';
import { crashAt } from './crash-at.js';
import { crashes, crashPoint } from './crash-point.js';
import { controlFiles, momentOf } from './runtime.js';
import { readInstrumentation } from './settings.js';
import { crashPoints } from './sources.js';

jest.mock('./crash-at.js');

afterAll(() => crashes.remove());

/** An instance notes a moment in each of `seconds`. */
function note(instance: string, moment: string, ...seconds: number[]): void {
  const { crashFolder } = readInstrumentation(crashes.env(instance));
  const lines = seconds.map((second) => `${second * 1000} 1 ${moment}\n`);
  appendFileSync(controlFiles(crashFolder!, instance).reached, lines.join(''));
}

const draw = (seed: number) => crashPoint.draw(new Random(seed), { longestMs: 1_000 });

it('dies at one of the points that the load leads its service to, by its seed', async () => {
  const points = crashPoints().map(({ name }) => name);
  const fault = draw(1);
  const phase = fault.detail.phase as 'issued' | 'after';
  const [other] = instancesOf(serviceOf(fault.target)).toReversed();
  const steady = points.slice(0, 20);
  for (const point of steady) note(other!, momentOf(point, phase), 1, 2);
  // passed once, as at a start
  for (const point of points.slice(20)) note(other!, momentOf(point, phase), 1);

  for (const again of [fault, draw(1)]) await again.inject({} as Scene);
  const died = jest.mocked(crashAt).mock.calls.map(([, , instance, arming]) => ({ instance, ...arming }));
  expect(died).toHaveLength(2);
  expect(died[0]).toEqual(died[1]);
  expect(died[0]).toMatchObject({ instance: fault.target, phase });
  expect(steady).toContain(died[0]!.point);
  expect(fault.detail.point).toBe(died[0]!.point);
});
