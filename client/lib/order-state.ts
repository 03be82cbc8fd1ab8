import type { Order } from './api/types';

/** `ended`: the order is cancelled, and nobody noted whether its buyer did it or its time ran out. */
export type OrderState = 'reserved' | 'soon' | 'expired' | 'cancelled' | 'ended' | 'complete';

/** A reservation with this much time or less is "expiring soon". */
export const SOON_MS = 60_000;

/** The state of a reservation with `left` ms to its end. */
export function reservationState(left: number): 'reserved' | 'soon' | 'expired' {
  if (left <= 0) return 'expired';
  return left <= SOON_MS ? 'soon' : 'reserved';
}

/**
 * The state of an order as its buyer sees it. The API says "cancelled" both when the time ran out and when the buyer
 * cancelled. The buyer can cancel only before the end of the time. Old orders do not tell when they were cancelled: that
 * was the buyer as long as the time runs, and afterwards nobody knows.
 */
export function orderState(
  { status, expiresAt, cancelledAt }: Pick<Order, 'status' | 'expiresAt' | 'cancelledAt'>,
  now: number,
): OrderState {
  if (status === 'complete') return 'complete';
  const end = Date.parse(expiresAt);
  if (status !== 'cancelled') return reservationState(end - now);
  if (cancelledAt !== undefined) return Date.parse(cancelledAt) < end ? 'cancelled' : 'expired';
  return now < end ? 'cancelled' : 'ended';
}
