import { isDuplicateKey, retryOnConflict } from '@ticketing/common/mongo';
import { type Listing, Ticket, type TicketDocument, type TicketFields } from '../models/ticket.js';
import { ticketTag } from '../models/ticket-tag.js';

interface Listed {
  ticket: TicketDocument;
  /** 'repeated': an earlier request with the key listed it. 'other': so it did, but with another title or price. */
  outcome: 'new' | 'repeated' | 'other';
}

/**
 * Puts a ticket on sale.
 *
 * A ticket is written together with the key of its request, and a unique index on {seller, key} lets only one ticket of
 * a key be written. So a request that is repeated, also at the same time or on another instance, finds the ticket of the
 * first one. It gets the ticket as it is now.
 * @param key distinguishes the request from all others of the seller; without it every request lists a ticket.
 */
export async function listTicket(
  listing: Listing & Pick<TicketFields, 'userId'>,
  key?: string,
): Promise<Listed> {
  try {
    return { ticket: await Ticket.list(listing, key).save(), outcome: 'new' };
  } catch (error) {
    if (key === undefined || !isDuplicateKey(error, 'listedBy.key')) throw error;
  }
  // a read may not see the other write yet, because reads see only what a majority of a replica set has
  const ticket = await retryOnConflict(() =>
    Ticket.findOne({ userId: listing.userId, 'listedBy.key': key }).orFail(),
  );
  return { ticket, outcome: ticket.listedBy?.tag === ticketTag(listing) ? 'repeated' : 'other' };
}
