import { Listener } from '@ticketing/common/bus';
import { type OrderCancelledEvent, Subjects } from '@ticketing/common/events';
import { changeTicket } from '../change-ticket.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Puts the ticket back on sale. */
export class OrderCancelledListener extends Listener<Subjects.OrderCancelled> {
  readonly subject = Subjects.OrderCancelled;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ ticket: { id, hold } }: OrderCancelledEvent['data']) {
    await changeTicket(id, (ticket) => ticket.release(hold));
  }
}
