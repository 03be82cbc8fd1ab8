import { FailingMessages, LONG_LIMIT_MS } from './failing-messages.js';

const WINDOW = 10;
let failing: FailingMessages;

beforeEach(() => {
  jest.useFakeTimers();
  failing = new FailingMessages(WINDOW);
});
afterEach(() => jest.useRealTimers());

interface Course {
  seconds: number;
  /** Whether other messages are handled in between. */
  others: boolean;
  publishedAt?: number;
}

/** Lets messages fail once a second. Returns those that are given up in the end. */
function fail(sequences: number[], { seconds, others, publishedAt = Date.now() }: Course): number[] {
  for (let second = 0; second < seconds; second++) {
    jest.advanceTimersByTime(500);
    if (others) failing.handled();
    jest.advanceTimersByTime(500);
    for (const sequence of sequences) failing.failed(sequence, publishedAt);
  }
  return sequences.filter((sequence) => failing.failed(sequence, publishedAt).aborted);
}

const MINUTES = 60;

it('gives a message up when it is old and fails alone', () => {
  expect(fail([1], { seconds: 14 * MINUTES, others: true })).toEqual([]);
  expect(fail([1], { seconds: 2 * MINUTES, others: true })).toEqual([1]);
});

it('counts the time from the broker on, and tries for a minute after a restart', () => {
  const publishedAt = Date.now() - LONG_LIMIT_MS;
  expect(fail([1], { seconds: 55, others: true, publishedAt })).toEqual([]);
  expect(fail([1], { seconds: 10, others: true, publishedAt })).toEqual([1]);
});

it('gives no message up while all of them fail, however long', () => {
  const some = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect(fail(some, { seconds: 60 * MINUTES, others: false })).toEqual([]);
});

it('gives no message up for failures before others were handled again', () => {
  fail([1], { seconds: 20 * MINUTES, others: false });
  failing.handled();
  expect(failing.failed(1, 0).aborted).toBe(false);
});

it('gives up those that failed longest when they crowd the window', () => {
  fail([1, 2], { seconds: 5, others: true });
  expect(fail([1, 2, 3, 4, 5, 6, 7], { seconds: 8, others: true })).toEqual([1, 2]);
});

it('gives no message up in a crowd after an outage has just ended', () => {
  const crowd = [1, 2, 3, 4, 5, 6, 7, 8];
  fail(crowd, { seconds: 60, others: false });
  failing.handled();
  for (const sequence of crowd) expect(failing.failed(sequence, Date.now()).aborted).toBe(false);
});

it('gives up one old message a minute when the window is full and nothing succeeds', () => {
  const all = Array.from({ length: WINDOW }, (_, index) => index);
  fail(all, { seconds: 15 * MINUTES, others: false });
  expect(fail(all, { seconds: 2, others: false })).toEqual([0]);
  failing.forget(0);
  failing.failed(WINDOW, Date.now());
  expect(fail([...all.slice(1), WINDOW], { seconds: 50, others: false })).toEqual([]);
  expect(fail([...all.slice(1), WINDOW], { seconds: 15, others: false })).toEqual([1]);
});

it('aborts every signal when the listener stops', () => {
  const signal = failing.failed(1, Date.now());
  failing.abandon();
  expect(signal.aborted).toBe(true);
});
