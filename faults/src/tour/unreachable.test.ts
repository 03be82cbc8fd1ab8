import { momentOf, PHASES } from '../instrument/runtime.js';
import { crashPoints } from '../instrument/sources.js';
import { UNREACHABLE } from './unreachable.js';

it('lists no moment that the code does not have', () => {
  const moments = crashPoints().flatMap(({ name }) => PHASES.map((phase) => momentOf(name, phase)));
  expect(Object.keys(UNREACHABLE).filter((moment) => !moments.includes(moment))).toEqual([]);
});
