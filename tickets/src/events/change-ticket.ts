import { UnprocessableMessageError } from '@ticketing/common/bus';
import { BatchedChanges } from '@ticketing/common/mongo';
import { Ticket, type TicketDocument } from '../models/ticket.js';

// a whole on-sale is reserved, or released, in one second
const changes = new BatchedChanges<TicketDocument>(Ticket);

/**
 * Changes a ticket an event speaks of, and saves it.
 * @throws {UnprocessableMessageError} when there is no such ticket: events name only tickets that were announced from here.
 */
export function changeTicket(id: string, change: (ticket: TicketDocument) => void): Promise<void> {
  return changes.change(id, (ticket) => {
    if (!ticket) throw new UnprocessableMessageError(`there is no ticket ${id}`);
    change(ticket);
  });
}
