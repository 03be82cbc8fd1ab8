import { PassCounts } from './pass-counts.js';
import type { Sighting } from './runtime.js';

const sighting = (instance: string, pid: number, moment: string): Sighting => ({
  instance,
  pid,
  moment,
  at: 0,
});

it('takes for steady what one process noted twice, in any of its reports', () => {
  const counts = new PassCounts();
  counts.add([sighting('orders-2', 1, 'a')]);
  expect([...counts.steadyOf('orders')]).toEqual([]);
  counts.add([sighting('orders-2', 1, 'a'), sighting('tickets', 2, 'b')]);
  expect([...counts.steadyOf('orders')]).toEqual(['a']);
  expect([...counts.steadyOf('tickets')]).toEqual([]);
});

it('does not take for steady what each process notes once, as it starts', () => {
  const counts = new PassCounts();
  counts.add([sighting('orders', 1, 'a'), sighting('orders', 2, 'a'), sighting('orders-2', 3, 'a')]);
  expect([...counts.steadyOf('orders')]).toEqual([]);
});
