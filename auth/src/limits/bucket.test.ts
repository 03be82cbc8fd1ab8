import { setTimeout as sleep } from 'node:timers/promises';
import { TooManyRequestsError } from '@ticketing/common/errors';
import mongoose from 'mongoose';
import { User } from '../models/user.js';
import { authDatabase } from '../testing/auth-api.js';
import { Bucket } from './bucket.js';

const database = authDatabase();

async function passes(bucket: Bucket, attempts: number): Promise<number> {
  const all = await Promise.allSettled(Array.from({ length: attempts }, () => bucket.take('key')));
  return all.filter(({ status }) => status === 'fulfilled').length;
}

it('allows exactly its number of attempts when they come at once', async () => {
  expect(await passes(new Bucket('b', { attempts: 7, seconds: 60 }), 40)).toBe(7);
});

it('counts together with other instances of the service', async () => {
  const limit = { attempts: 7, seconds: 60 };
  const [one, other] = [new Bucket('b', limit), new Bucket('b', limit)];
  const passed = await Promise.all([passes(one, 20), passes(other, 20)]);
  expect(passed[0] + passed[1]).toBe(7);
});

it('counts each key and each bucket separately', async () => {
  const limit = { attempts: 1, seconds: 60 };
  const bucket = new Bucket('b', limit);
  await bucket.take('a', 'b');
  await bucket.take('ab');
  await new Bucket('c', limit).take('a', 'b');
  await expect(bucket.take('a', 'b')).rejects.toThrow(TooManyRequestsError);
});

it('allows another attempt for each one given back, and none for refused ones', async () => {
  const bucket = new Bucket('b', { attempts: 2, seconds: 60 });
  const { giveBack } = await bucket.take('key');
  expect(await passes(bucket, 20)).toBe(1);
  await giveBack();
  expect(await passes(bucket, 20)).toBe(1);
});

it('starts again after its window, and says when that is', async () => {
  const bucket = new Bucket('b', { attempts: 1, seconds: 2 });
  await bucket.take('key');
  const refused: unknown = await bucket.take('key').catch((error: unknown) => error);
  expect(refused).toMatchObject({ headers: { 'retry-after': expect.stringMatching(/^[12]$/) as string } });
  await sleep(2_100);
  expect(await passes(bucket, 10)).toBe(1);
});

it('does not grow when attempts are given back after its window', async () => {
  const bucket = new Bucket('b', { attempts: 3, seconds: 2 });
  const taken = await Promise.all([bucket.take('key'), bucket.take('key'), bucket.take('key')]);
  await sleep(2_100);
  await Promise.all(taken.map(({ giveBack }) => giveBack()));
  expect(await passes(bucket, 10)).toBe(3);
});

it('keeps no entry of attempts that were given back', async () => {
  const bucket = new Bucket('b', { attempts: 2, seconds: 60 });
  const [one, other] = [await bucket.take('key'), await bucket.take('key')];
  const entries = () => mongoose.connection.collection('limits').countDocuments();
  await one.giveBack();
  expect(await entries()).toBe(1);
  await other.giveBack();
  expect(await entries()).toBe(0);
});

it('stores no e-mail address, and lets the database delete old counts', async () => {
  await new Bucket('b', { attempts: 3, seconds: 60 }).take('ada@example.com');
  const limits = mongoose.connection.collection('limits');
  const [entry] = await limits.find().toArray();
  expect(JSON.stringify(entry)).not.toMatch(/@|example/);
  expect(entry?.expire).toBeInstanceOf(Date);
  const indexes = await limits.indexes();
  expect(indexes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ key: { key: 1 }, unique: true }),
      expect.objectContaining({ key: { expire: -1 }, expireAfterSeconds: 0 }),
    ]),
  );
});

it('keeps its count when the service and its database restart', async () => {
  const limit = { attempts: 1, seconds: 60 };
  await new Bucket('b', limit).take('key');
  await User.create({ email: 'ada@example.com', passwordHash: 'any' }); // this write is on disk, and so are all earlier ones
  await mongoose.disconnect();
  await database.server.kill();
  await database.server.start();
  await mongoose.connect(database.uri());
  await expect(new Bucket('b', limit).take('key')).rejects.toThrow(TooManyRequestsError);
});
