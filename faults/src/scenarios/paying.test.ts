import { bankDown } from './bank-down.js';
import { lastSecond } from './last-second.js';
import { timeToComplete } from './time-to-complete.js';

// `npm run scenarios -w faults` plays the same at full size

it('buyers who pay in the last second are paid once or not charged', async () => {
  const size = { buyers: 20, rounds: 2, windowSeconds: 8 };
  const { authorised, complete, cancelled, tooLate, violations } = await lastSecond(size);
  expect(violations).toEqual([]);
  expect(complete + cancelled).toBe(size.buyers * size.rounds);
  expect(complete + tooLate).toBe(authorised);
  expect(complete).toBeGreaterThan(0);
});

it('nothing is lost or charged twice when the bank is down while people pay', async () => {
  const figures = await bankDown({ downMs: 5_000, everyMs: 250, beforeMs: 1_000 });
  const { buyers, unavailable, complete, givenUp, settledAfterMs, violations } = figures;
  expect(violations).toEqual([]);
  expect(complete + givenUp).toBe(buyers);
  expect(unavailable).toBeGreaterThan(0);
  expect(settledAfterMs).toBeLessThan(30_000);
});

it('orders are complete soon after the bank took the card', async () => {
  const times = await timeToComplete({ perSecond: 5, seconds: 4 });
  expect(times.toSorted((a, b) => a - b)[times.length >> 1]).toBeLessThan(2_000);
  expect(Math.max(...times)).toBeLessThan(Infinity);
});
