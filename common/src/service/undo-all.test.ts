import { type Undo, undoAll } from './undo-all.js';

const begun: string[] = [];
const failed: string[] = [];
const onFailure = (what: string) => void failed.push(what);
const step = (what: string, end: () => Promise<unknown>): Undo => ({
  what,
  undo: () => {
    begun.push(what);
    return end();
  },
});
const never = () => new Promise(() => undefined);

beforeEach(() => [begun, failed].forEach((list) => list.splice(0)));

it('undoes the last step first', async () => {
  const steps = ['database', 'bus', 'http'].map((what) => step(what, () => Promise.resolve()));
  await undoAll(steps, onFailure);
  expect(begun).toEqual(['http', 'bus', 'database']);
  expect(failed).toEqual([]);
});

it('continues after a step that fails or hangs', async () => {
  const steps = [
    step('database', () => Promise.resolve()),
    step('bus', () => Promise.reject(new Error('gone'))),
    step('http', never),
  ];
  await undoAll(steps, onFailure, { stepMs: 50, totalMs: 1_000 });
  expect(begun).toEqual(['http', 'bus', 'database']);
  expect(failed).toEqual(['http', 'bus']);
});

it('begins every step, and takes no longer than the total limit', async () => {
  const steps = Array.from({ length: 40 }, (_, index) => step(String(index), never));
  const start = Date.now();
  await undoAll(steps, onFailure, { stepMs: 200, totalMs: 500 });
  // 40 steps of 200 ms would be 8 s
  expect(Date.now() - start).toBeLessThan(4_000);
  expect(begun).toHaveLength(40);
});
