import { setTimeout as sleep } from 'node:timers/promises';
import { BadRequestError, NotFoundError } from '@ticketing/common/errors';
import { OrderStatus } from '@ticketing/common/events';
import { databaseClock, isDuplicateKey } from '@ticketing/common/mongo';
import { Types } from 'mongoose';
import { Order, type OrderDocument, snapshotOf } from '../models/order.js';
import { Ticket } from '../models/ticket.js';
import { expireOrder } from './expire-order.js';

/**
 * Each lost race means that another buyer took the hold. The loop goes on only if that order was cancelled at once. This
 * many times in a row does not happen by accident.
 */
const MAX_ATTEMPTS = 10;
/** A ticket counts as young for this long. The time in its id is from another machine, whose clock may be minutes apart. */
const YOUNG_MS = 10 * 60_000;
const ARRIVAL_LIMIT_MS = 1_000;
const POLL_MS = 50;

/**
 * Reserves a ticket for a buyer, for `windowSeconds`.
 *
 * A ticket is on sale when it has no order or its latest order is cancelled. The new order takes the next `hold`. When
 * several orders race for it, on any number of instances, the unique index on {ticket, hold} lets only one be written.
 * @throws {NotFoundError} when there is no such ticket.
 * @throws {BadRequestError} when another order holds the ticket.
 */
export async function placeOrder(
  ticketId: string,
  userId: string,
  windowSeconds: number,
): Promise<OrderDocument> {
  const ticket = await findTicket(ticketId);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const latest = await Order.findOne({ 'ticket.id': ticketId }).sort({ hold: -1 });
    if (latest && !(await isOver(latest))) break;
    const order = Order.place({
      userId,
      expiresAt: new Date(databaseClock.now() + windowSeconds * 1000),
      ticket: snapshotOf(ticketId, ticket),
      hold: (latest?.hold ?? 0) + 1,
    });
    try {
      return await order.save();
    } catch (error) {
      if (!isDuplicateKey(error, 'hold')) throw error;
      // somebody was faster: look again, because that order may be cancelled already
    }
  }
  throw new BadRequestError('Ticket is already reserved');
}

/**
 * Finds the copy of a ticket. The event of a new ticket may still be on its way, so a missing ticket is waited for when
 * its id is young. So a buyer can reserve every ticket that a buyer can see.
 */
async function findTicket(id: string) {
  const listedAt = new Types.ObjectId(id).getTimestamp().getTime();
  const young = Math.abs(databaseClock.now() - listedAt) < YOUNG_MS;
  for (let waited = 0; ; waited += POLL_MS) {
    const ticket = await Ticket.findById(id).lean();
    if (ticket) return ticket;
    if (!young || waited >= ARRIVAL_LIMIT_MS) throw new NotFoundError();
    await sleep(POLL_MS);
  }
}

/** Whether an order no longer holds its ticket. An overdue order is cancelled here, because the worker may be late. */
async function isOver(order: OrderDocument): Promise<boolean> {
  if (order.status === OrderStatus.Cancelled) return true;
  return order.isOverdue() && (await expireOrder(String(order._id))) === 'cancelled';
}
