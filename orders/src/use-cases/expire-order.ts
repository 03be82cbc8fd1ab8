import { OrderStatus } from '@ticketing/common/events';
import { useCase } from '@ticketing/common/telemetry';
import { orderChanges } from './order-changes.js';

/** The state of an order after a request to expire it. Only `cancelled` means that it has ended. */
export type Expiry = 'cancelled' | 'claimed' | 'complete' | 'early' | 'unknown';

/**
 * Cancels an order whose time is over by the database's clock. A request that comes too early changes nothing. An order
 * that a payment has claimed waits for that payment, and a complete order stays complete. The event of the worker, the
 * sweep, and the order of another buyer use this.
 */
export const expireOrder = useCase('expire order', (id: string): Promise<Expiry> => {
  return orderChanges.change(id, (order): Expiry => {
    if (!order) return 'unknown';
    if (order.expire() || order.status === OrderStatus.Cancelled) return 'cancelled';
    if (order.status === OrderStatus.AwaitingPayment) return 'claimed';
    return order.status === OrderStatus.Complete ? 'complete' : 'early';
  });
});
