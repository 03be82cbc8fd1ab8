import { BadRequestError } from '@ticketing/common/errors';
import { OrderStatus } from '@ticketing/common/events';
import { databaseClock } from '@ticketing/common/mongo';
import { Order, type OrderFields } from '../models/order.js';
import type { Wish } from './wish.js';

const LONGEST_PAUSE_MS = 60_000;

/**
 * Keeps a buyer from holding a ticket for ever. A buyer who has held a ticket for more than half of the window waits for a
 * pause before reserving it again: 60 s, or the window if that is shorter. Orders with less than a pause between them
 * count as one, so it does not help to cancel early. Others need not wait.
 * @param latest the latest order of the ticket, if there is one. It has ended.
 * @returns the time since which the buyer holds the ticket, when the new order is placed now.
 * @throws {BadRequestError} during the pause. It says how long it still is.
 */
export async function waitItsTurn(
  { userId, ticketId }: Wish,
  latest: OrderFields | null,
  windowSeconds: number,
): Promise<Date> {
  const now = databaseClock.now();
  const windowMs = windowSeconds * 1000;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, windowMs);
  const previous =
    latest && latest.userId !== userId
      ? await Order.findOne({ userId, 'ticket.id': ticketId }).sort({ hold: -1 }).lean()
      : latest;
  // a live order was placed a moment ago: it has the next hold, so no other order can be written
  if (previous?.status !== OrderStatus.Cancelled) return new Date(now);
  const end = endOf(previous);
  const since = Number(previous.heldSince ?? Number(previous.expiresAt) - windowMs);
  const leftMs = end + pauseMs - now;
  if (leftMs <= 0) return new Date(now);
  if (end - since > windowMs / 2) throw new BadRequestError(goOnLater(Math.ceil(leftMs / 1000)));
  return new Date(since);
}

/** The time until which the buyer held the ticket, in milliseconds since 1970. */
function endOf({ cancelReason, cancelledAt, expiresAt }: OrderFields): number {
  // an order that waited for its payment may have held the ticket for longer than its window
  if (cancelReason === 'payment-failed') return Number(cancelledAt);
  // a late worker does not make the pause longer
  return Math.min(Number(cancelledAt ?? Infinity), Number(expiresAt));
}

function goOnLater(seconds: number): string {
  return `You held this ticket a moment ago, so others come first. You can reserve it again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
}
