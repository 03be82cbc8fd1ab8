import type { Logger } from '@ticketing/common/telemetry';
import { type PaymentAlert, paymentAlerts } from '../metrics.js';
import { idOf, type PaymentDocument } from '../models/payment.js';

/** Counts and logs something about a payment that somebody has to look at. */
export function alert(logger: Logger, kind: PaymentAlert, payment: PaymentDocument, more: object = {}): void {
  const { orderId, stripeId, goal, outcome } = payment;
  paymentAlerts.inc({ kind });
  logger.error(
    { alert: kind, payment: idOf(payment), orderId, stripeId, goal, outcome, ...more },
    'somebody has to look at a payment',
  );
}
