import { setTimeout as sleep } from 'node:timers/promises';
import { MongoServer } from '../testing/stand-ins.js';
import mongoose from 'mongoose';
import { connectMongo } from './connect.js';
import { DatabaseClock, databaseClock } from './database-clock.js';

/** A clock whose database answers in the middle of the time that a question takes. */
function clockOf() {
  let ticks = 0;
  let ahead = 0;
  let trip = 0;
  const clock = new DatabaseClock(
    () => {
      ticks += trip / 2;
      const told = new Date(ticks + ahead);
      ticks += trip / 2;
      return Promise.resolve(told);
    },
    () => ticks,
  );
  return {
    clock,
    error: () => clock.now() - ticks - ahead,
    pass: (ms: number) => void (ticks += ms),
    step: (ms: number) => void (ahead += ms),
    /** Asks the database; the question and its answer take `ms` together. */
    ask: (ms: number) => {
      trip = ms;
      return clock.read();
    },
  };
}

it('shows the time of the database, and runs on between two readings', async () => {
  const { ask, pass, step, error } = clockOf();
  step(1_600_000_000_000);
  await ask(40);
  expect(error()).toBe(0);
  pass(10_000);
  expect(error()).toBe(0);
});

it('follows a database whose date was changed', async () => {
  const { ask, pass, step, error } = clockOf();
  step(1_600_000_000_000);
  await ask(4);
  for (const ms of [180_000, -360_000]) {
    step(ms);
    pass(5_000);
    await ask(100);
    expect(error()).toBe(0);
  }
});

it('prefers a fast answer, but not for ever', async () => {
  const { ask, pass, step, error } = clockOf();
  step(1_600_000_000_000);
  await ask(100);
  step(30); // as if the answer had taken longer than the question
  await ask(20);
  expect(error()).toBe(0);
  step(5);
  await ask(400);
  expect(error()).toBe(-5); // smaller than the doubt of the two readings
  pass(61_000);
  await ask(400);
  expect(error()).toBe(0);
});

it('uses the process clock before the first reading, then the last reading', async () => {
  let away = true;
  const clock = new DatabaseClock(() =>
    away ? Promise.reject(new Error('away')) : Promise.resolve(new Date(5_000_000)),
  );
  await expect(clock.read()).rejects.toThrow('away');
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  away = false;
  await clock.read();
  away = true;
  await expect(clock.read()).rejects.toThrow('away');
  expect(clock.now()).toBeGreaterThanOrEqual(5_000_000);
  expect(clock.now()).toBeLessThan(5_060_000);
});

it('asks at intervals until it is stopped', async () => {
  jest.useFakeTimers({ doNotFake: ['performance'] });
  try {
    const ask = jest.fn(() => Promise.resolve(new Date()));
    const clock = new DatabaseClock(ask);
    clock.start();
    await jest.advanceTimersByTimeAsync(10_000);
    clock.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(ask).toHaveBeenCalledTimes(2);
  } finally {
    jest.useRealTimers();
  }
});

it('is set by connecting, and is right in a process whose date is wrong', async () => {
  const mongo = new MongoServer();
  await mongo.start();
  const { now } = Date;
  const right = () => databaseClock.now() - now();
  try {
    Date.now = () => now() + 180_000;
    await connectMongo(mongo.uri('clock'), []);
    expect(Math.abs(right())).toBeLessThan(2_000);
    Date.now = () => now() - 180_000;
    await sleep(20);
    expect(Math.abs(right())).toBeLessThan(2_000);
  } finally {
    Date.now = now;
    await mongoose.disconnect();
    await mongo.stop();
  }
});
