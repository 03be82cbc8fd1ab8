import { retryOnConflict, UnprocessableMessageError } from '@ticketing/common';
import { Ticket, type TicketDocument } from '../models/ticket.js';

/**
 * Loads a ticket an event speaks of, changes it and saves it, unless `change` returns false.
 * @throws {UnprocessableMessageError} when there is no such ticket: events name only tickets that were announced from here.
 */
export async function changeTicket(id: string, change: (ticket: TicketDocument) => boolean): Promise<void> {
  await retryOnConflict(async () => {
    const ticket = await Ticket.findById(id);
    if (!ticket) throw new UnprocessableMessageError(`there is no ticket ${id}`);
    if (change(ticket)) await ticket.save();
  });
}
