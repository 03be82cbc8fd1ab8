import { Listener } from '@ticketing/common/bus';
import { Subjects, type TicketCreatedEvent } from '@ticketing/common/events';
import { replicateTicket } from '../../models/ticket.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Stores a copy of a new ticket. */
export class TicketCreatedListener extends Listener<Subjects.TicketCreated> {
  readonly subject = Subjects.TicketCreated;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage(ticket: TicketCreatedEvent['data']) {
    await replicateTicket(ticket);
  }
}
