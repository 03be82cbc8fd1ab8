import { Listener } from '@ticketing/common/bus';
import { type PaymentCreatedEvent, Subjects } from '@ticketing/common/events';
import { changeOrder } from '../change-order.js';
import { QUEUE_GROUP } from '../queue-group.js';
import { reportStrayPayment } from '../report-stray-payment.js';

/** Completes the order that is paid. */
export class PaymentCreatedListener extends Listener<Subjects.PaymentCreated> {
  readonly subject = Subjects.PaymentCreated;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ id: paymentId, orderId, amount }: PaymentCreatedEvent['data']) {
    const payment = { paymentId, amount };
    const answer = await changeOrder(orderId, (order) => order.complete(payment));
    if (answer === 'refused') reportStrayPayment(this.logger, this.subject, { ...payment, orderId });
  }
}
