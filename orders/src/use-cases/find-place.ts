import { randomInt } from 'node:crypto';
import { BadRequestError } from '@ticketing/common/errors';
import { LIVE_STATUSES } from '@ticketing/common/events';
import { isOverdue, Order, type OrderFields } from '../models/order.js';
import { BatchedReads, fieldsOf, plainDocuments } from '@ticketing/common/mongo';
import { expireOrder } from './expire-order.js';
import type { Wish } from './wish.js';

/** The live orders of an account, with the fields that are needed here. */
const liveOrders = new BatchedReads(
  (users) =>
    plainDocuments<OrderFields>(Order)
      .find({ userId: { $in: users }, place: { $gt: 0 }, status: { $in: LIVE_STATUSES } })
      .project<Pick<OrderFields, 'userId' | 'place' | 'status' | 'expiresAt' | 'ticket'> & { _id: unknown }>(
        fieldsOf(['userId', 'place', 'status', 'expiresAt', 'ticket.id']),
      )
      .toArray(),
  ({ userId }) => userId,
);

/**
 * Finds a free place for one more live order of an account. The unique index on {userId, place} lets only one order have
 * it. So an account never has more live orders than places, on any number of instances.
 * @returns undefined when orders of the account have ended or begun in the meantime, so that somebody must look again.
 * @throws {BadRequestError} when the account has `limit` live orders.
 */
export async function findPlace({ userId, ticketId }: Wish, limit: number): Promise<number | undefined> {
  const live = await liveOrders.all(userId);
  if (live.length < limit)
    return freePlace(
      live.map(({ place }) => place!),
      limit,
    );
  // the worker may be late
  const overdue = live.filter(isOverdue);
  await Promise.all(overdue.map(({ _id }) => expireOrder(String(_id))));
  // the last of these orders may be one that the same buyer placed for this ticket a moment ago
  if (overdue.length > 0 || live.some(({ ticket }) => ticket.id === ticketId)) return undefined;
  throw new BadRequestError(
    `You hold ${live.length} ${live.length === 1 ? 'reservation' : 'reservations'}, the most that one account may have. Cancel one, or wait until one runs out`,
  );
}

/**
 * Draws one of the free places, so that simultaneous requests of one account seldom want the same.
 *
 * After the limit was lowered, orders may have places over the limit. Then as many of the other places stay empty, so that
 * all orders together keep to the limit.
 * @param taken fewer places than `limit`
 */
export function freePlace(taken: readonly number[], limit: number): number {
  const sorted = [...taken].sort((a, b) => a - b);
  let last = limit;
  while (last + sorted.filter((place) => place > last).length > limit) last--;
  const within = sorted.filter((place) => place <= last);
  return within.reduce(
    (place, other) => (other <= place ? place + 1 : place),
    1 + randomInt(last - within.length),
  );
}
