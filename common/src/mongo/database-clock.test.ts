import { setTimeout as sleep } from 'node:timers/promises';
import { MongoServer } from '../testing/stand-ins.js';
import mongoose from 'mongoose';
import { connectMongo } from './connect.js';
import { DatabaseClock, databaseClock } from './database-clock.js';

/** A clock whose database answers after as many ms as each question is told, halfway. */
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
    /** Asks; the answer takes `ms`, and comes all of it after the question. */
    ask: (ms: number) => {
      trip = ms;
      return clock.read();
    },
  };
}

it('tells the time of the database, not that of the process, and runs on between two questions', async () => {
  const { ask, pass, step, error } = clockOf();
  step(1_600_000_000_000);
  await ask(40);
  expect(error()).toBe(0);
  pass(10_000);
  expect(error()).toBe(0);
});

it('follows a database whose date is set anew, or that is another one now', async () => {
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

it('knows better what was answered fast, but does not keep it for ever', async () => {
  const { ask, pass, step, error } = clockOf();
  step(1_600_000_000_000);
  await ask(100);
  step(30); // as if the way back had been longer than the way there
  await ask(20);
  expect(error()).toBe(0);
  step(5);
  await ask(400);
  expect(error()).toBe(-5); // within what either may be wrong
  pass(61_000);
  await ask(400);
  expect(error()).toBe(0);
});

it('goes by the process as long as no database has told anything, and by what it told while it is away', async () => {
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

it('asks by itself until it is stopped', async () => {
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

it('is set by connecting, so that a process whose date is wrong, or changes, has the right time', async () => {
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
