import { Listener } from '@ticketing/common/bus';
import { type OrderCreatedEvent, Subjects } from '@ticketing/common/events';
import { changeTicket } from '../change-ticket.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Reserves the ticket for the order. */
export class OrderCreatedListener extends Listener<Subjects.OrderCreated> {
  readonly subject = Subjects.OrderCreated;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ id, ticket: { id: ticketId, hold } }: OrderCreatedEvent['data']) {
    await changeTicket(ticketId, (ticket) => ticket.reserve(id, hold));
  }
}
