import { setTimeout as sleep } from 'node:timers/promises';
import { NotAuthorizedError, NotFoundError } from '@ticketing/common/errors';
import { databaseClock } from '@ticketing/common/mongo';
import { Types } from 'mongoose';
import { Order, type OrderFields } from '../models/order.js';

/** An order counts as young for this long. The time in its id is from another machine, whose clock may be minutes apart. */
const YOUNG_MS = 10 * 60_000;
const ARRIVAL_LIMIT_MS = 1_000;
const POLL_MS = 50;

/** An order whose first event has arrived. */
export type KnownOrder = OrderFields & Required<Pick<OrderFields, 'userId' | 'expiresAt'>>;

/**
 * Finds the copy of a buyer's order. The event of a new order may still be on its way, so a missing order is waited for
 * when its id is young.
 * @throws {NotFoundError} when there is no such order.
 * @throws {NotAuthorizedError} when it is somebody else's.
 */
export async function findOrder(id: string, userId: string): Promise<KnownOrder> {
  const placedAt = new Types.ObjectId(id).getTimestamp().getTime();
  const young = Math.abs(databaseClock.now() - placedAt) < YOUNG_MS;
  for (let waited = 0; ; waited += POLL_MS) {
    const order = await Order.findById(id).lean();
    if (order && isKnown(order)) {
      if (order.userId !== userId) throw new NotAuthorizedError();
      return order;
    }
    if (!young || waited >= ARRIVAL_LIMIT_MS) throw new NotFoundError();
    await sleep(POLL_MS);
  }
}

function isKnown(order: OrderFields): order is KnownOrder {
  return order.userId !== undefined && order.expiresAt !== undefined;
}
