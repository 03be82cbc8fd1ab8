import { OrderStatus } from '@ticketing/common/events';
import { BatchedChanges } from '@ticketing/common/mongo';
import { Order, type OrderDocument } from '../models/order.js';

/** What an order is after its expiration was asked for; `early` and `unknown` change nothing. */
export type Expiry = 'cancelled' | 'complete' | 'early' | 'unknown';

// a whole on-sale expires in one second
const changes = new BatchedChanges<OrderDocument>(Order);

/**
 * Cancels an order whose time is over; for the worker's event, the sweep, and a buyer who wants the ticket. By the
 * database's clock: who says too early that time is up is not believed, and a complete order stays complete.
 */
export function expireOrder(id: string): Promise<Expiry> {
  return changes.change(id, (order): Expiry => {
    if (!order) return 'unknown';
    if (order.status === OrderStatus.Cancelled) return 'cancelled';
    if (order.status === OrderStatus.Complete) return 'complete';
    if (!order.isOverdue()) return 'early';
    order.cancel();
    return 'cancelled';
  });
}
