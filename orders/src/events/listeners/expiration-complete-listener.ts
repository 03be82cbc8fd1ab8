import { Listener, UnprocessableMessageError } from '@ticketing/common/bus';
import { type ExpirationCompleteEvent, Subjects } from '@ticketing/common/events';
import { expireOrder } from '../../use-cases/expire-order.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Cancels the order whose time is over, unless a payment has claimed it or it is complete. */
export class ExpirationCompleteListener extends Listener<Subjects.ExpirationComplete> {
  readonly subject = Subjects.ExpirationComplete;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ orderId }: ExpirationCompleteEvent['data']) {
    const expiry = await expireOrder(orderId);
    // every order in an event was published by this service, so another attempt would not find it either
    if (expiry === 'unknown') throw new UnprocessableMessageError(`there is no order ${orderId}`);
    // the sweep cancels the order when its time is over by the database's clock
    if (expiry === 'early') this.logger.warn({ orderId }, 'expiration came before its time; ignored');
  }
}
