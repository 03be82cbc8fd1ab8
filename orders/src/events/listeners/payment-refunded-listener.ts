import { Listener } from '@ticketing/common/bus';
import { type PaymentRefundedEvent, Subjects } from '@ticketing/common/events';
import { changeOrder } from '../change-order.js';
import { QUEUE_GROUP } from '../queue-group.js';
import { reportStrayPayment } from '../report-stray-payment.js';

/** Keeps on the order that its money was given back. */
export class PaymentRefundedListener extends Listener<Subjects.PaymentRefunded> {
  readonly subject = Subjects.PaymentRefunded;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ id: paymentId, orderId, amount, refundId, version }: PaymentRefundedEvent['data']) {
    const refund = { paymentId, amount, refundId, version };
    const answer = await changeOrder(orderId, (order) => order.keepRefund(refund));
    if (answer === 'refused') {
      reportStrayPayment(this.logger, this.subject, { paymentId, amount, orderId });
    }
  }
}
