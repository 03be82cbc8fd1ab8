import { BadRequestError, ConflictError } from '@ticketing/common/errors';
import { OrderStatus } from '@ticketing/common/events';
import { databaseClock, isDuplicateKey, type Plain, plainDocuments } from '@ticketing/common/mongo';
import { insert } from '@ticketing/common/outbox';
import { useCase } from '@ticketing/common/telemetry';
import { cleanText } from '@ticketing/common/text';
import { isOverdue, Order, type OrderFields, snapshotOf, type TicketSnapshot } from '../models/order.js';
import { expireOrder } from './expire-order.js';
import { findPlace } from './find-place.js';
import { findTicket } from './find-ticket.js';
import { waitItsTurn } from './wait-its-turn.js';
import type { ReservationRules, Wish } from './wish.js';

/**
 * Each lost race means that another request took the hold or the place. The loop goes on only if that order was cancelled
 * at once, or another place is free. This many times in a row does not happen by accident.
 */
const MAX_ATTEMPTS = 10;
const TAKEN = 'Ticket is already reserved';

const orders = plainDocuments<OrderFields>(Order);

/** The order of a buyer. It is not new when the buyer holds the ticket already. */
export interface Reservation {
  order: Plain<OrderFields>;
  isNew: boolean;
}

/**
 * Reserves a ticket for a buyer.
 *
 * A ticket is on sale when it has no order or its latest order is cancelled, and the tickets service has not sold it. The
 * new order takes the next `hold`. When
 * several orders race for it, on any number of instances, the unique index on {ticket, hold} lets only one be written.
 *
 * A buyer who asks again gets the order that holds the ticket for them, because the first answer may have been lost.
 * This order may have another price than the one that was `seen` now. It keeps the price that was seen when it was placed.
 * @throws {NotFoundError} when there is no such ticket.
 * @throws {ConflictError} when the ticket is not as the buyer saw it.
 * @throws {BadRequestError} when another order holds the ticket, it is the buyer's own ticket, the buyer has had it for long
 * enough, or has too many live orders.
 */
export const placeOrder = useCase(
  'place order',
  async (wish: Wish, rules: ReservationRules): Promise<Reservation> => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const reservation = await tryToPlace(wish, rules);
      if (reservation) return reservation;
    }
    throw new BadRequestError(TAKEN);
  },
);

/** @returns undefined when things have changed in the meantime, so that somebody must look again. */
async function tryToPlace(wish: Wish, rules: ReservationRules): Promise<Reservation | undefined> {
  const { ticketId, userId } = wish;
  const latest = await orders.findOne({ 'ticket.id': ticketId }, { sort: { hold: -1 } });
  if (latest && isOverdue(latest)) {
    await expireOrder(String(latest._id)); // the worker may be late
    return undefined;
  }
  const holder = latest?.status === OrderStatus.Cancelled ? null : latest;
  if (holder?.userId === userId) return { order: stillLive(holder), isNew: false };

  const copy = await findTicket(ticketId);
  if (copy.userId === userId) throw new BadRequestError('You cannot reserve your own ticket');
  if (holder || copy.sold) throw new BadRequestError(TAKEN);
  if (copy.withdrawn) throw new BadRequestError('This ticket is not on sale any more');
  // The order records the copy that is compared here. If the ticket is edited before the order is written, the order
  // still has the title and the price that the buyer saw
  const ticket = snapshotOf(ticketId, copy);
  compare(wish.seen, ticket);
  const heldSince = await waitItsTurn(wish, latest, rules.windowSeconds);
  const place = await findPlace(wish, rules.perAccount);
  if (place === undefined) return undefined;
  const order = Order.place({
    userId,
    expiresAt: new Date(databaseClock.now() + rules.windowSeconds * 1000),
    ticket,
    hold: (latest?.hold ?? 0) + 1,
    place,
    heldSince,
  });
  try {
    await insert(Order, order);
    return { order, isNew: true };
  } catch (error) {
    // Another request was faster: it took the hold or the place. It may be one of the same buyer
    if (isDuplicateKey(error, 'hold') || isDuplicateKey(error, 'place')) return undefined;
    throw error;
  }
}

/** @throws {BadRequestError} when the order of the buyer is complete. */
function stillLive(order: Plain<OrderFields>): Plain<OrderFields> {
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
