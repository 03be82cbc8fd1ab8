import type { Order } from './api/types';

export type OrderState = 'reserved' | 'soon' | 'expired' | 'cancelled' | 'complete';

/** A reservation with this much time or less is "expiring soon". */
export const SOON_MS = 60_000;

/** The state of a reservation with `left` ms to its end. */
export function reservationState(left: number): 'reserved' | 'soon' | 'expired' {
  if (left <= 0) return 'expired';
  return left <= SOON_MS ? 'soon' : 'reserved';
}

/**
 * The state of an order as its buyer sees it. The API says "cancelled" both when the time ran out and when the buyer
 * cancelled. Before the end of the time it can only be the buyer. After it, `cancelledHere` tells: it holds the ids of
 * the orders that were cancelled from this browser.
 */
export function orderState(
  { id, status, expiresAt }: Pick<Order, 'id' | 'status' | 'expiresAt'>,
  now: number,
  cancelledHere: readonly string[],
): OrderState {
  if (status === 'complete') return 'complete';
  const left = Date.parse(expiresAt) - now;
  if (status !== 'cancelled') return reservationState(left);
  return left > 0 || cancelledHere.includes(id) ? 'cancelled' : 'expired';
}
