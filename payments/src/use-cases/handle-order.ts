import type { OrderStatus } from '@ticketing/common/events';
import type { Logger } from '@ticketing/common/telemetry';
import { paymentAlerts } from '../metrics.js';
import { type OrderChange, replicateOrder } from '../models/order.js';
import { idOf } from '../models/payment.js';
import type { Reconciler } from '../reconcile/reconciler.js';
import { followOrder } from './follow-order.js';

interface Parts {
  reconciler: Reconciler;
  logger: Logger;
}

/** Takes over a new state of an order, and gives its payments the goals that follow from it. */
export async function handleOrder(
  state: OrderStatus,
  change: OrderChange,
  { reconciler, logger }: Parts,
): Promise<void> {
  await replicateOrder(state, change);
  // The goals are written before the event is acknowledged. The money moves afterwards, and the sweep sees to it that it does
  const { changed, unchanged } = await followOrder(change.id);
  for (const payment of changed) reconciler.soon(payment);
  const { id, paymentId } = change;
  const isKnown = [...changed, ...unchanged].some((payment) => idOf(payment) === paymentId?.toLowerCase());
  if (paymentId === undefined || isKnown) return;
  paymentAlerts.inc({ kind: 'lost' });
  logger.error(
    { alert: 'lost', payment: paymentId, orderId: id },
    'an order has a payment that is not in the books: run `npm run reconcile -w payments`',
  );
}
