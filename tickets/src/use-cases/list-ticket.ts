import { NotAuthorizedError } from '@ticketing/common/errors';
import { isDuplicateKey, retryOnConflict } from '@ticketing/common/mongo';
import { type Listing, Ticket, type TicketDocument, type TicketFields } from '../models/ticket.js';
import { ticketTag } from '../models/ticket-tag.js';
import { DeletedSeller } from '../models/deleted-seller.js';
import { changeTicket } from '../events/change-ticket.js';

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
 * @throws {NotAuthorizedError} when the account of the seller was deleted in the meantime.
 */
export async function listTicket(
  listing: Listing & Pick<TicketFields, 'userId'>,
  key?: string,
): Promise<Listed> {
  const listed = await listOnce(listing, key);
  await refuseDeletedSeller(listed.ticket);
  return listed;
}

async function listOnce(
  listing: Listing & Pick<TicketFields, 'userId'>,
  key: string | undefined,
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

/** The session of a deleted account is known here for some seconds. `withdrawTickets` says why this comes after the save. */
async function refuseDeletedSeller({ userId, id }: TicketDocument): Promise<void> {
  if (!(await DeletedSeller.exists({ _id: userId }))) return;
  await changeTicket(id as string, (ticket) => ticket.withdraw());
  throw new NotAuthorizedError();
}
