import { sendBeforeExit } from './send-before-exit';

let exit: jest.SpyInstance;
beforeEach(() => {
  jest.useFakeTimers();
  exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** What Next.js does when it has answered all requests after a signal. */
const end = (code: number) => (process.exit as (code: number) => unknown)(code);

it.each([130, 143])('exits with %s when all is sent', async (code) => {
  let sent: () => void;
  sendBeforeExit(() => new Promise<void>((resolve) => (sent = resolve)));
  end(code);
  await jest.advanceTimersByTimeAsync(1_900);
  expect(exit).not.toHaveBeenCalled();
  sent!();
  await jest.advanceTimersByTimeAsync(0);
  expect(exit.mock.calls).toEqual([[code]]);
});

it.each([
  ['nothing can be sent', () => Promise.reject(new Error('away')), 0],
  ['the receiver does not answer', () => new Promise(() => undefined), 2_000],
])('exits when %s', async (_what, send, ms) => {
  sendBeforeExit(send);
  end(143);
  await jest.advanceTimersByTimeAsync(ms);
  expect(exit.mock.calls).toEqual([[143]]);
});

it('exits at once for another reason', () => {
  const send = jest.fn();
  sendBeforeExit(send);
  end(1);
  expect(exit.mock.calls).toEqual([[1]]);
  expect(send).not.toHaveBeenCalled();
});
