import { Recorder } from './history';
import { watchStandstill } from './standstill';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('is a fault once time has jumped, and none while it only passes', () => {
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
