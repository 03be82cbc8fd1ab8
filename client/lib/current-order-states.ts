import 'server-only';
import type { Order } from './api/types';
import { ordersClock } from './orders-clock';
import { orderState, type OrderState } from './order-state';

/** The state of each order now. Some states change with time alone. */
export function currentOrderStates(orders: readonly Order[]): { now: number; states: OrderState[] } {
  const now = ordersClock.now(Date.now());
  return { now, states: orders.map((order) => orderState(order, now)) };
}
