import { Listener } from '@ticketing/common/bus';
import { type PaymentAuthorisedEvent, Subjects } from '@ticketing/common/events';
import { changeOrder } from '../change-order.js';
import { QUEUE_GROUP } from '../queue-group.js';
import { reportStrayPayment } from '../report-stray-payment.js';

/** Lets the payment claim its order, and answers with the state of the order. */
export class PaymentAuthorisedListener extends Listener<Subjects.PaymentAuthorised> {
  readonly subject = Subjects.PaymentAuthorised;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ id: paymentId, orderId, amount }: PaymentAuthorisedEvent['data']) {
    const payment = { paymentId, amount };
    const answer = await changeOrder(orderId, (order) => order.claim(payment));
    if (answer === 'other-amount') reportStrayPayment(this.logger, this.subject, { ...payment, orderId });
  }
}
