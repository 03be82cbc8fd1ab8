import { Recorder } from './history.js';
import { watchStandstill } from './standstill.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('records a fault when time jumps, and none while it passes', () => {
  const recorder = new Recorder();
  const said: string[] = [];
  const end = watchStandstill(recorder, (line) => said.push(line));
  jest.advanceTimersByTime(60_000);
  expect(recorder.history.faults).toEqual([]);
  const from = Date.now();
  jest.setSystemTime(from + 84_000);
  jest.advanceTimersByTime(60_000);
  end();
  expect(recorder.history.faults).toEqual([
    expect.objectContaining({ kind: 'standstill', failsCalls: true, from }),
  ]);
  expect(recorder.history.faults[0]!.to).toBeGreaterThan(from + 84_000);
  expect(said).toEqual([expect.stringContaining('stood still for 8')]);
});
