import { Listener, UnprocessableMessageError } from '@ticketing/common/bus';
import { type OrderCompletedEvent, Subjects } from '@ticketing/common/events';
import { changeTicket } from '../change-ticket.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Sells the ticket. */
export class OrderCompletedListener extends Listener<Subjects.OrderCompleted> {
  readonly subject = Subjects.OrderCompleted;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ id: orderId, ticket: { id, hold, price } }: OrderCompletedEvent['data']) {
    await changeTicket(id, (ticket) => {
      if (ticket.sell({ orderId, hold, price }) || ticket.soldTo === orderId) return;
      // orders never completes two orders of one ticket
      throw new UnprocessableMessageError(`the ticket ${id} is sold to the order ${ticket.soldTo} already`);
    });
  }
}
