import { ExpirationQueue } from '@ticketing/expiration/queue';
import { createLogger } from '@ticketing/common/telemetry';
import { OrderStatus, Subjects } from '@ticketing/common/events';
import { eventually } from '@ticketing/processes';
import { Redis } from 'ioredis';
import { MongoClient, ObjectId } from 'mongodb';
import { connectToBus, tap } from '../testing/bus.js';
import { percentile, print } from '../testing/print.js';
import { RunningSystem } from '../testing/running-system.js';
import type { Row } from './table.js';

const COUNT = Number(process.env.TIMERS ?? 100_000);
const WITHIN_MS = 60_000;
const BATCH = 1_000;
/** Setting the timers takes at most this long. */
const LEAD_MS = Math.max(10_000, COUNT * 0.17);

/**
 * Many timers that are due within a minute, on the one worker of the system. Their orders are cancelled already, so that
 * the orders service only looks at them. Measures how late each timer fires, and its memory in Redis.
 */
export async function timers(): Promise<Row[]> {
  console.log(`${COUNT} timers that are due within ${WITHIN_MS / 1000} s`);
  const running = await RunningSystem.start({ expirationWindowSeconds: 900 });
  const { mongo, redis: address } = running.system.state();
  const client = await MongoClient.connect(mongo.orders);
  const redis = new Redis(address);
  const queue = await ExpirationQueue.connect(address, createLogger('bench', 'silent'));
  const bus = await connectToBus(running.system);
  try {
    const fired = await tap<{ orderId: string }>(bus, Subjects.ExpirationComplete);
    const start = Date.now() + LEAD_MS;
    const due = new Map<string, number>();
    const memoryBefore = await usedMemory(redis);
    for (let first = 0; first < COUNT; first += BATCH) {
      const orders = Array.from({ length: Math.min(BATCH, COUNT - first) }, (_, offset) => {
        const _id = new ObjectId();
        // neighbours in the queue are not neighbours in time
        const at = start + (((first + offset) * 7919) % COUNT) * (WITHIN_MS / COUNT);
        due.set(_id.toHexString(), at);
        return anEndedOrder(_id, new Date(at));
      });
      await client.db().collection('orders').insertMany(orders);
      await Promise.all(orders.map(({ _id, expiresAt }) => queue.schedule(_id.toHexString(), expiresAt)));
    }
    const spare = start - Date.now();
    if (spare < 0) throw new Error(`setting the timers took ${-spare} ms too long`);
    const memory = ((await usedMemory(redis)) - memoryBefore) / COUNT;
    console.log(`  all are set ${Math.round(spare / 1000)} s before the first is due`);
    await eventually(
      () => {
        if (fired.length < COUNT) throw new Error(`only ${fired.length} of ${COUNT} timers have fired`);
      },
      LEAD_MS + WITHIN_MS + 120_000,
    );
    const late = fired.map(({ data, at }) => at - due.get(data.orderId)!);
    print('timer fired, ms late', late);
    const early = late.filter((ms) => ms < 0).length;
    return [
      { what: `${COUNT} timers in ${WITHIN_MS / 1000} s, fired early`, measured: String(early), goal: '0' },
      {
        what: '  late, p99, ms',
        measured: String(percentile(late, 0.99)),
        goal: '2000',
      },
      { what: '  memory in Redis for each, bytes', measured: String(Math.round(memory)) },
    ];
  } finally {
    await Promise.all([queue.close(), client.close(), bus.close()]);
    redis.disconnect();
    await running.stop();
  }
}

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))![1]);
}

function anEndedOrder(_id: ObjectId, expiresAt: Date) {
  return {
    _id,
    version: 1,
    userId: 'a'.repeat(24),
    status: OrderStatus.Cancelled,
    expiresAt,
    ticket: { id: new ObjectId().toHexString(), title: 'Concert', price: 20 },
    hold: 1,
    outbox: [],
  };
}
