import { findReplica } from '@ticketing/common/mongo';
import { Ticket } from '../models/ticket.js';

/**
 * Finds the copy of a ticket. The copy of a new ticket is waited for, so a buyer can reserve every ticket that a buyer can
 * see.
 * @throws {NotFoundError} when there is no such ticket.
 */
export function findTicket(id: string) {
  return findReplica(id, () => Ticket.findById(id).lean());
}
