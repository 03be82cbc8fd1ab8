import { clocksApart } from './clocks.js';

const COUNT = 20;

it('every order ends in its time, and no sooner, with clocks minutes apart', async () => {
  const { promised, late, told } = await clocksApart(COUNT);
  for (const ms of [...promised, ...told]) expect(Math.abs(ms)).toBeLessThan(1_000);
  expect(Math.min(...late)).toBeGreaterThan(-100); // two readings of one clock over a network differ by less
  expect(Math.max(...late)).toBeLessThan(15_000);
});

it('orders would not end in time if each process went by its own clock', async () => {
  const { promised } = await clocksApart(COUNT, [
    {
      file: 'common/src/mongo/database-clock.ts',
      find: 'return this.known ?',
      replace: 'return Date.now(); return this.known ?',
    },
  ]);
  expect(Math.max(...promised.map(Math.abs))).toBeGreaterThan(100_000);
});
