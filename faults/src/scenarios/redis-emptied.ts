import { eventually } from '@ticketing/processes';
import { Redis } from 'ioredis';
import { databaseOf, known, print, reservedOnce, RunningSystem, Visitor } from '@ticketing/e2e/testing';
import { watchCancelled } from './watch-cancelled.js';

const AT_ONCE = 20;

/**
 * Redis loses `count` timers. All orders must be placed well within the window.
 * @returns how late each order was cancelled, in ms.
 */
export async function redisEmptied({
  count,
  windowSeconds,
}: {
  count: number;
  windowSeconds: number;
}): Promise<number[]> {
  const running = await RunningSystem.start({
    expirationWindowSeconds: windowSeconds,
    instances: { orders: 2, tickets: 2 },
  });
  const database = await databaseOf(running.system, 'orders');
  const redis = new Redis(running.system.state().redis);
  try {
    const [seller, ...buyers] = await Visitor.crowd(running.url, 1 + AT_ONCE);
    const tickets = await Promise.all(Array.from({ length: count }, () => seller!.sell()));
    await known(running.system, tickets);
    const placed: { id: string; expiresAt: number }[] = [];
    const queue = [...tickets];
    const placeAll = async (buyer: Visitor) => {
      for (let ticket = queue.pop(); ticket; ticket = queue.pop()) {
        const { body } = await reservedOnce(buyer, ticket.id);
        placed.push({ id: body.id, expiresAt: Date.parse(body.expiresAt) });
      }
    };
    await Promise.all(buyers.map(placeAll));
    await eventually(async () => {
      const pending = await redis.zcard('bull:order:expiration:delayed');
      if (pending !== count) throw new Error(`${pending} timers are pending, not ${count}`);
    });
    await redis.flushall();
    const seen = await watchCancelled(database, count);
    return placed.map(({ id, expiresAt }) => (seen.get(id) ?? Infinity) - expiresAt);
  } finally {
    redis.disconnect();
    await database.client.close();
    await running.stop();
  }
}

export async function printRedisEmptied(): Promise<boolean> {
  console.log('Redis emptied with 1000 timers pending');
  const late = await redisEmptied({ count: 1000, windowSeconds: 40 });
  print('order cancelled, ms late', late);
  return Math.max(...late) < 15_000 && Math.min(...late) > -100;
}
