import { UnprocessableMessageError } from '@ticketing/common/bus';
import { BatchedChanges } from '@ticketing/common/outbox';
import { type ChangingTicket, Ticket, type TicketFields, type TicketMethods } from '../models/ticket.js';

// all tickets of an on-sale can be reserved or released in one second
const changes = new BatchedChanges<TicketFields, TicketMethods>(Ticket);

/**
 * Changes the ticket of an event, and saves it.
 * @throws {UnprocessableMessageError} when there is no such ticket. Every ticket in an event was published by this
 * service, so another attempt would not find it either.
 */
export function changeTicket(id: string, change: (ticket: ChangingTicket) => void): Promise<void> {
  return changes.change(id, (ticket) => {
    if (!ticket) throw new UnprocessableMessageError(`there is no ticket ${id}`);
    change(ticket);
  });
}
