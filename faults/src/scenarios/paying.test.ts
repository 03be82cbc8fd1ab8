import { NO_SWEEP_OF_PAYMENTS } from '../controls/payment-controls.js';
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

// The sweep would complete them too, after a pause. A clock could tell the two apart only on an idle machine.
it('what the bank reports completes orders, without the sweep of payments', async () => {
  const times = await timeToComplete({ perSecond: 5, seconds: 4, without: [NO_SWEEP_OF_PAYMENTS] });
  expect(times.filter((time) => time === Infinity)).toEqual([]);
});
