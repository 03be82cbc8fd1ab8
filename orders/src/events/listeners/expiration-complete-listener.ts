import { Listener, UnprocessableMessageError } from '@ticketing/common/bus';
import { type ExpirationCompleteEvent, Subjects } from '@ticketing/common/events';
import { expireOrder } from '../../use-cases/expire-order.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Cancels the order whose time is over, unless it is complete. */
export class ExpirationCompleteListener extends Listener<Subjects.ExpirationComplete> {
  readonly subject = Subjects.ExpirationComplete;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ orderId }: ExpirationCompleteEvent['data']) {
    const expiry = await expireOrder(orderId);
    // events name only orders that were announced from here
    if (expiry === 'unknown') throw new UnprocessableMessageError(`there is no order ${orderId}`);
    // the sweep cancels it when its time is over by the database's clock
    if (expiry === 'early') this.logger.warn({ orderId }, 'expiration came before its time; ignored');
  }
}
