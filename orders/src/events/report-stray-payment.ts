import { Subjects } from '@ticketing/common/events';
import { Counter, type Logger } from '@ticketing/common/telemetry';

export const strayPayments = new Counter({
  name: 'stray_payments_total',
  help: 'Events of payments that contradict their order, by subject. A person has to look at each',
  labelNames: ['subject'],
});

// an alert on a counter misses its first step unless the counter has begun at 0
for (const subject of [Subjects.PaymentAuthorised, Subjects.PaymentCreated, Subjects.PaymentRefunded])
  strayPayments.inc({ subject }, 0);

/**
 * Reports a payment that contradicts its order. Another attempt at its event would not help, and it waits for no other
 * event, so it is not parked. Somebody has to compare the payment with the order.
 */
export function reportStrayPayment(
  logger: Logger,
  subject: string,
  payment: { paymentId: string; orderId: string; amount: number },
): void {
  strayPayments.inc({ subject });
  logger.error({ subject, ...payment }, 'a payment contradicts its order; the order stays as it is');
}
