import { OrderStatus, retryOnConflict } from '@ticketing/common';
import { Order } from '../models/order.js';

/** What an order is after its expiration was asked for; `early` and `unknown` change nothing. */
export type Expiry = 'cancelled' | 'complete' | 'early' | 'unknown';

/**
 * Cancels an order whose time is over; for the worker's event, the sweep, and a buyer who wants the ticket. By this
 * service's clock: who says too early that time is up is not believed, and a complete order stays complete.
 */
export function expireOrder(id: string): Promise<Expiry> {
  return retryOnConflict(async () => {
    const order = await Order.findById(id);
    if (!order) return 'unknown';
    if (order.status === OrderStatus.Cancelled) return 'cancelled';
    if (order.status === OrderStatus.Complete) return 'complete';
    if (!order.isOverdue(new Date())) return 'early';
    order.cancel();
    await order.save();
    return 'cancelled';
  });
}
