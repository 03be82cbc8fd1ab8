import { busDown } from './bus-down.js';
import { oneTicket } from './one-ticket.js';
import { redisEmptied } from './redis-emptied.js';

// smaller than `npm run scenarios -w faults` shows them

it('of 200 buyers at once one gets the ticket, the others are refused, and nothing breaks', async () => {
  const { wrongRounds, answers } = await oneTicket({ buyers: 200, rounds: 3 });
  expect(wrongRounds).toBe(0);
  expect(Object.fromEntries(answers)).toEqual({ 201: 3, 400: 3 * 199 });
}, 180_000);

it('reservations are taken while the bus is down, and all reach the tickets service afterwards', async () => {
  const { asked, refused } = await busDown({ downMs: 4_000, everyMs: 100 });
  expect({ asked, refused }).toEqual({ asked: 40, refused: 0 });
}, 180_000);

it('orders end in their time though Redis has lost all timers', async () => {
  const late = await redisEmptied({ count: 60, windowSeconds: 10 });
  expect(Math.min(...late)).toBeGreaterThan(-100);
  expect(Math.max(...late)).toBeLessThan(15_000);
}, 180_000);
