import { setImmediate as turn } from 'node:timers/promises';
import { currentTraceId, withTrace } from '../telemetry/trace-context.js';
import { Turns } from './turns.js';

it('begins the first work at once, and one more in each turn, in order', async () => {
  const turns = new Turns();
  const begun: number[] = [];
  const begin = (index: number) => turns.begin(() => void begun.push(index));
  [0, 1, 2].forEach(begin);
  expect(begun).toEqual([0]);
  await turn();
  expect(begun).toEqual([0, 1]);
  begin(3);
  await turn();
  expect(begun).toEqual([0, 1, 2]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3]);
  await turn();
  begin(4);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

it('goes on after work that throws', async () => {
  const turns = new Turns();
  const begun: string[] = [];
  const fail = () => {
    throw new Error('failed');
  };
  expect(() => turns.begin(fail)).toThrow('failed');
  turns.begin(() => void begun.push('next'));
  await turn();
  expect(begun).toEqual(['next']);
});

it('leaves each work its own trace', async () => {
  const turns = new Turns();
  const traces = Array.from({ length: 3 }, () =>
    withTrace(undefined, () => {
      const trace: { own?: string | undefined; seen?: string | undefined } = { own: currentTraceId() };
      turns.begin(() => void (trace.seen = currentTraceId()));
      return trace;
    }),
  );
  for (let i = 0; i < 3; i++) await turn();
  expect(new Set(traces.map(({ own }) => own)).size).toBe(3);
  expect(traces.map(({ seen }) => seen)).toEqual(traces.map(({ own }) => own));
});
