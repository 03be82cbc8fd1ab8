import { setTimeout as sleep } from 'node:timers/promises';
import { OrderStatus } from '@ticketing/common/events';
import type { ObjectId } from 'mongodb';
import type { Database } from '@ticketing/e2e/testing';

const POLL_MS = 25;
const LIMIT_MS = 90_000;

/**
 * Watches the database until `count` orders are cancelled, or a time limit is over.
 * @returns the time at which each order was first seen cancelled, in ms since 1970.
 */
export async function watchCancelled(orders: Database, count: number): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  const limit = Date.now() + LIMIT_MS;
  while (seen.size < count && Date.now() < limit) {
    const now = Date.now();
    const cancelled = orders.collection<{ _id: ObjectId }>('orders').find({ status: OrderStatus.Cancelled });
    for (const { _id } of await cancelled.project({ _id: 1 }).toArray()) {
      const id = String(_id);
      if (!seen.has(id)) seen.set(id, now);
    }
    await sleep(POLL_MS);
  }
  return seen;
}
