import type { Order } from './api/types';

export type OrderState = 'reserved' | 'soon' | 'expired' | 'cancelled' | 'complete';

/** From when a reservation is "expiring soon". */
export const SOON_MS = 60_000;

/** What a reservation is `left` ms before its end. */
export function reservationState(left: number): 'reserved' | 'soon' | 'expired' {
  if (left <= 0) return 'expired';
  return left <= SOON_MS ? 'soon' : 'reserved';
}

type Known = Pick<Order, 'id' | 'status' | 'expiresAt'>;

/**
 * What an order is for its buyer. The API calls an order "cancelled" both when its time ran out and when the buyer
 * gave it up: before its end it can only be the latter, after it `givenUp` tells (the orders this browser cancelled).
 */
export function orderState(
  { id, status, expiresAt }: Known,
  now: number,
  givenUp: readonly string[],
): OrderState {
  if (status === 'complete') return 'complete';
  const left = Date.parse(expiresAt) - now;
  if (status !== 'cancelled') return reservationState(left);
  return left > 0 || givenUp.includes(id) ? 'cancelled' : 'expired';
}

export function orderStates(orders: readonly Known[], now: number, givenUp: readonly string[]): OrderState[] {
  return orders.map((order) => orderState(order, now, givenUp));
}
