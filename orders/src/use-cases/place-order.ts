import { setTimeout as sleep } from 'node:timers/promises';
import { BadRequestError, NotFoundError } from '@ticketing/common/errors';
import { OrderStatus } from '@ticketing/common/events';
import { databaseClock, isDuplicateKey } from '@ticketing/common/mongo';
import { Types } from 'mongoose';
import { Order, type OrderDocument } from '../models/order.js';
import { Ticket } from '../models/ticket.js';
import { expireOrder } from './expire-order.js';

/** More racing buyers than that can't each have lost to another one that cancelled in the meantime. */
const MAX_ATTEMPTS = 10;
/** The tickets service made the id, by a clock that may be minutes apart from this one. */
const YOUNG_MS = 10 * 60_000;
const ARRIVAL_LIMIT_MS = 1_000;
const POLL_MS = 50;

/**
 * Reserves a ticket for a buyer, for `windowSeconds`.
 *
 * A ticket is on sale when its latest order is cancelled, or there is none. The new order takes the next `hold`; the
 * unique index on {ticket, hold} lets one of any number of racing orders be written, whatever the number of instances.
 * @throws {NotFoundError} when there is no such ticket; {BadRequestError} when another order holds it.
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
      ticket: { id: ticketId, title: ticket.title, price: ticket.price },
      hold: (latest?.hold ?? 0) + 1,
    });
    try {
      return await order.save();
    } catch (error) {
      if (!isDuplicateKey(error, 'hold')) throw error;
      // somebody was faster; look again, in case that order was cancelled at once
    }
  }
  throw new BadRequestError('Ticket is already reserved');
}

/**
 * The copy of a ticket. One that was listed this moment may be on its way here: the id tells how old it is, and a young
 * one is waited for, so that what a buyer can see a buyer can reserve.
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

/** Whether an order no longer holds its ticket. One whose time is over is cancelled here, should the worker be late. */
async function isOver(order: OrderDocument): Promise<boolean> {
  if (order.status === OrderStatus.Cancelled) return true;
  return order.isOverdue() && (await expireOrder(String(order._id))) === 'cancelled';
}
