import mongoose, { Schema } from 'mongoose';
import { metrics } from '../telemetry/metrics.js';
import { eventually, MongoServer } from '../testing/stand-ins.js';
import { connectMongo } from './connect.js';
import { measurePool } from './pool-metrics.js';

const mongo = new MongoServer();

beforeAll(() => mongo.start());
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});

async function valueOf(line: string): Promise<number> {
  const text = await metrics.metrics();
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return Number(found?.slice(line.length));
}

const WAITS = 'mongodb_pool_wait_seconds_count';
const TIMEOUTS = 'mongodb_pool_wait_failures_total{reason="timeout"}';

it('measures the connections of a service', async () => {
  expect(await valueOf(WAITS)).toBe(0);
  await connectMongo(mongo.uri('pool'), [mongoose.model('Note', new Schema({ text: String }))]);
  expect(await valueOf(WAITS)).toBeGreaterThan(0);
  await mongoose.disconnect();
});

it('shows which commands wait for a connection, how long, and which got none', async () => {
  const client = new mongoose.mongo.MongoClient(mongo.uri('pool'), {
    maxPoolSize: 1,
    waitQueueTimeoutMS: 300,
  });
  await client.connect();
  measurePool(client);
  const ask = () => client.db().collection('notes').findOne({});
  await ask();
  const before = await valueOf(WAITS);
  expect([await valueOf('mongodb_pool_waiting'), await valueOf(TIMEOUTS)]).toEqual([0, 0]);

  // while the database stands still, one command has the only connection
  process.kill(mongo.pid!, 'SIGSTOP');
  const answers = Promise.allSettled([ask(), ask(), ask()]);
  await eventually(async () => expect(await valueOf('mongodb_pool_waiting')).toBe(2));
  expect(await valueOf('mongodb_pool_in_use')).toBe(1);
  await eventually(async () => expect(await valueOf(TIMEOUTS)).toBe(2));
  process.kill(mongo.pid!, 'SIGCONT');
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect([await valueOf('mongodb_pool_waiting'), await valueOf('mongodb_pool_in_use')]).toEqual([0, 0]);
  expect(await valueOf(WAITS)).toBe(before + 1);
  await client.close();
});
