import { BadRequestError, ConflictError } from '@ticketing/common/errors';
import { OrderStatus } from '@ticketing/common/events';
import { databaseClock, isDuplicateKey } from '@ticketing/common/mongo';
import { cleanText } from '@ticketing/common/text';
import { Order, type OrderDocument, snapshotOf, type TicketSnapshot } from '../models/order.js';
import { expireOrder } from './expire-order.js';
import { findTicket } from './find-ticket.js';

/**
 * Each lost race means that another request took the hold. The loop goes on only if that order was cancelled at once.
 * This many times in a row does not happen by accident.
 */
const MAX_ATTEMPTS = 10;
const TAKEN = 'Ticket is already reserved';

/** A person who wants to reserve a ticket. */
export interface Wish {
  ticketId: string;
  /** The buyer. */
  userId: string;
  /** The title and the price that the buyer saw. Without it, the buyer takes the ticket as it is. */
  seen?: Pick<TicketSnapshot, 'title' | 'price'> | undefined;
}

/** The order of a buyer. It is not new when the buyer holds the ticket already. */
export interface Reservation {
  order: OrderDocument;
  isNew: boolean;
}

/**
 * Reserves a ticket for a buyer, for `windowSeconds`.
 *
 * A ticket is on sale when it has no order or its latest order is cancelled. The new order takes the next `hold`. When
 * several orders race for it, on any number of instances, the unique index on {ticket, hold} lets only one be written.
 *
 * A buyer who asks again gets the order that holds the ticket for them, because the first answer may have been lost.
 * This order may have another price than the one that was `seen` now. It keeps the price that was seen when it was placed.
 * @throws {NotFoundError} when there is no such ticket.
 * @throws {ConflictError} when the ticket is not as the buyer saw it.
 * @throws {BadRequestError} when another order holds the ticket.
 */
export async function placeOrder(wish: Wish, windowSeconds: number): Promise<Reservation> {
  const { ticketId, userId } = wish;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const latest = await Order.findOne({ 'ticket.id': ticketId }).sort({ hold: -1 });
    if (latest?.isOverdue()) {
      await expireOrder(String(latest._id)); // the worker may be late
      continue;
    }
    if (latest && latest.status !== OrderStatus.Cancelled)
      return { order: ownOrder(latest, userId), isNew: false };
    // The order records the copy that is compared here. If the ticket is edited before the order is written, the order
    // still has the title and the price that the buyer saw
    const ticket = snapshotOf(ticketId, await findTicket(ticketId));
    compare(wish.seen, ticket);
    const order = Order.place({
      userId,
      expiresAt: new Date(databaseClock.now() + windowSeconds * 1000),
      ticket,
      hold: (latest?.hold ?? 0) + 1,
    });
    try {
      return { order: await order.save(), isNew: true };
    } catch (error) {
      if (!isDuplicateKey(error, 'hold')) throw error;
      // Another request was faster: look again. It may be the same buyer's, or its order may be cancelled already
    }
  }
  throw new BadRequestError(TAKEN);
}

/** @throws {BadRequestError} unless the order reserves its ticket for the buyer. */
function ownOrder(order: OrderDocument, userId: string): OrderDocument {
  if (order.userId !== userId) throw new BadRequestError(TAKEN);
  if (order.status === OrderStatus.Complete) throw new BadRequestError('You have bought this ticket already');
  return order;
}

/** @throws {ConflictError} with the ticket as it is, when that is not what the buyer saw. */
function compare(seen: Wish['seen'], ticket: TicketSnapshot): void {
  // the title of an old ticket may not be in the clean form
  if (!seen || (cleanText(seen.title) === cleanText(ticket.title) && seen.price === ticket.price)) return;
  throw new ConflictError('The ticket is not as you saw it. Look at it again before you reserve it', {
    ticket,
  });
}
