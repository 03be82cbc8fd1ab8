import { findReplica, readsById } from '@ticketing/common/mongo';
import { Ticket, type TicketFields } from '../models/ticket.js';

// all buyers of an on-sale ask for tickets in one second
const copies = readsById<TicketFields>(Ticket);

/**
 * Finds the copy of a ticket. The copy of a new ticket is waited for, so a buyer can reserve every ticket that a buyer can
 * see.
 * @param id the id in lower case.
 * @throws {NotFoundError} when there is no such ticket.
 */
export function findTicket(id: string) {
  return findReplica(id, () => copies.one(id));
}
