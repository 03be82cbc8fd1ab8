import { Listener } from '@ticketing/common/bus';
import { Subjects, type TicketUpdatedEvent } from '@ticketing/common/events';
import { replicateTicket } from '../../models/ticket.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Updates the copy of a ticket. */
export class TicketUpdatedListener extends Listener<Subjects.TicketUpdated> {
  readonly subject = Subjects.TicketUpdated;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage(ticket: TicketUpdatedEvent['data']) {
    await replicateTicket(ticket);
  }
}
