import { OrderStatus } from '@ticketing/common/events';
import { BatchedChanges } from '@ticketing/common/mongo';
import { Order, type OrderDocument } from '../models/order.js';

/** The state of an order after a request to expire it. `early` and `unknown` mean that nothing changed. */
export type Expiry = 'cancelled' | 'complete' | 'early' | 'unknown';

// all orders of an on-sale can expire in one second
const changes = new BatchedChanges<OrderDocument>(Order);

/**
 * Cancels an order whose time is over by the database's clock. A request that comes too early changes nothing, and a
 * complete order stays complete. The event of the worker, the sweep, and the order of another buyer use this.
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
