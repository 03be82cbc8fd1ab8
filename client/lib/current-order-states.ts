import 'server-only';
import type { Order } from './api/types';
import { cancelledOrders } from './cancelled-orders';
import { ordersClock } from './orders-clock';
import { orderState, type OrderState } from './order-state';

/** The state of each order now, as this visitor sees it. Some states change with time alone. */
export async function currentOrderStates(
  orders: readonly Order[],
): Promise<{ now: number; states: OrderState[] }> {
  const cancelledHere = await cancelledOrders();
  const now = ordersClock.now(Date.now());
  return { now, states: orders.map((order) => orderState(order, now, cancelledHere)) };
}
