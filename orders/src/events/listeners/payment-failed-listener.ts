import { Listener } from '@ticketing/common/bus';
import { type PaymentFailedEvent, Subjects } from '@ticketing/common/events';
import { changeOrder } from '../change-order.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Cancels the order that waits for the payment. */
export class PaymentFailedListener extends Listener<Subjects.PaymentFailed> {
  readonly subject = Subjects.PaymentFailed;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ id, orderId }: PaymentFailedEvent['data']) {
    await changeOrder(orderId, (order) => order.paymentFailed(id));
  }
}
