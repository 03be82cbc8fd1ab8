import { setTimeout as sleep } from 'node:timers/promises';
import { OrderStatus } from '@ticketing/common/events';
import {
  CARDS,
  type Database,
  databaseOf,
  known,
  print,
  reservedOnce,
  RunningSystem,
  Visitor,
} from '@ticketing/e2e/testing';
import type { ObjectId } from 'mongodb';
import { fewAtOnce } from './few-at-once.js';
import { startedOnce, tryCard } from './money.js';

const POLL_MS = 25;
const LIMIT_MS = 30_000;
/** An account reserves this many tickets, so that few people have to sign up. */
const EACH = 10;
const AT_ONCE = 10;

/**
 * Without faults, `perSecond` buyers a second confirm their cards, for `seconds`.
 * @returns how long after the bank's answer each order was complete, in ms; Infinity when it never was.
 */
export async function timeToComplete({
  perSecond,
  seconds,
}: {
  perSecond: number;
  seconds: number;
}): Promise<number[]> {
  const running = await RunningSystem.start({
    expirationWindowSeconds: 900,
    instances: { orders: 2, tickets: 2, payments: 2 },
    site: false,
  });
  const orders = await databaseOf(running.system, 'orders');
  try {
    const count = perSecond * seconds;
    const [seller, ...crowd] = await Visitor.crowd(running.url, 1 + Math.ceil(count / EACH));
    const tickets = await fewAtOnce(AT_ONCE, Array<null>(count).fill(null), () => seller!.sell());
    await known(running.system, tickets);
    const config = await seller!.paymentsConfig();
    const payments: { orderId: string; confirm: () => Promise<string | undefined> }[] = [];
    const queue = crowd.map((buyer, index) => ({
      buyer,
      own: tickets.slice(index * EACH, (index + 1) * EACH),
    }));
    await fewAtOnce(AT_ONCE, queue, async ({ buyer, own }) => {
      for (const { id } of own) {
        const { body: order } = await reservedOnce(buyer, id);
        const payment = await startedOnce(buyer, order.id);
        payments.push({ orderId: order.id, confirm: () => tryCard(config, payment, CARDS.ok) });
      }
    });
    const authorised = new Map<string, number>();
    const seen = watchComplete(orders, payments.length, seconds * 1000 + LIMIT_MS);
    await Promise.all(
      payments.map(async ({ orderId, confirm }, index) => {
        await sleep((index * 1000) / perSecond);
        if ((await confirm()) === 'requires_capture') authorised.set(orderId, Date.now());
      }),
    );
    const complete = await seen;
    // the service may hear of it before the browser does
    return payments.map(({ orderId }) =>
      Math.max(0, (complete.get(orderId) ?? Infinity) - (authorised.get(orderId) ?? -Infinity)),
    );
  } finally {
    await orders.client.close();
    await running.stop();
  }
}

/** @returns the time at which each order was first seen complete. */
async function watchComplete(orders: Database, count: number, limitMs: number): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  const limit = Date.now() + limitMs;
  while (seen.size < count && Date.now() < limit) {
    const now = Date.now();
    const complete = orders.collection<{ _id: ObjectId }>('orders').find({ status: OrderStatus.Complete });
    for (const { _id } of await complete.project({ _id: 1 }).toArray()) {
      const id = String(_id);
      if (!seen.has(id)) seen.set(id, now);
    }
    await sleep(POLL_MS);
  }
  return seen;
}

export async function printTimeToComplete(): Promise<boolean> {
  const size = { perSecond: 20, seconds: 30 };
  console.log(`${size.perSecond} buyers a second confirm their cards, for ${size.seconds} s, without faults`);
  const times = await timeToComplete(size);
  print('authorised to complete, ms', times);
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
  return p99 < 1_000;
}
