import { setImmediate as turn } from 'node:timers/promises';
import { currentTraceId, withTrace } from '../telemetry/trace-context.js';
import { CROWD_MS, TURN_MS, Turns } from './turns.js';

/** Turns with a clock of their own. Each piece of work takes `workMs`. */
function turnsOf(workMs: number) {
  let now = 0;
  const turns = new Turns(() => now);
  const begun: number[] = [];
  const begin = (work: number) =>
    turns.begin(() => {
      begun.push(work);
      now += workMs;
    });
  const wait = (ms: number) => void (now += ms);
  return { turns, begun, begin, wait };
}

it('begins short work at once', () => {
  const { begun, begin } = turnsOf(0);
  [0, 1, 2].forEach(begin);
  expect(begun).toEqual([0, 1, 2]);
});

it('begins work for a limited time in each turn, in order', async () => {
  const { begun, begin } = turnsOf(TURN_MS / 2);
  [0, 1, 2, 3, 4].forEach(begin);
  expect(begun).toEqual([0, 1]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3]);
  begin(5); // its turn would have no time, and 4 came before it
  await turn();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  await turn();
  begin(6);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it('begins one piece of work in each turn while new connections come', async () => {
  const { turns, begun, begin, wait } = turnsOf(0);
  turns.connected();
  [0, 1, 2].forEach(begin);
  expect(begun).toEqual([0]);
  await turn();
  expect(begun).toEqual([0, 1]);
  wait(CROWD_MS + 1);
  await turn();
  [3, 4].forEach(begin);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

it('begins work in each turn, however long it takes', async () => {
  const { begun, begin } = turnsOf(10 * TURN_MS);
  [0, 1, 2].forEach(begin);
  expect(begun).toEqual([0]);
  await turn();
  expect(begun).toEqual([0, 1]);
  await turn();
  expect(begun).toEqual([0, 1, 2]);
});

it('goes on after work that throws', async () => {
  const { turns, begun, begin } = turnsOf(TURN_MS);
  begin(0);
  begin(1);
  await turn();
  await turn();
  const fail = () => {
    throw new Error('failed');
  };
  expect(() => turns.begin(fail)).toThrow('failed');
  begin(2);
  begin(3);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3]);
});

it('leaves each work its own trace', async () => {
  const turns = new Turns(() => performance.now() * 1_000); // one piece of work in each turn
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
