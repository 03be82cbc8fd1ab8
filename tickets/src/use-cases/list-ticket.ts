import { NotAuthorizedError } from '@ticketing/common/errors';
import { BatchedReads, isDuplicateKey, type Plain, retryOnConflict } from '@ticketing/common/mongo';
import { insert } from '@ticketing/common/outbox';
import { useCase } from '@ticketing/common/telemetry';
import { type Listing, Ticket, type TicketFields } from '../models/ticket.js';
import { ticketTag } from '../models/ticket-tag.js';
import { DeletedSeller } from '../models/deleted-seller.js';
import { changeTicket } from '../events/change-ticket.js';

interface Listed {
  ticket: Plain<TicketFields>;
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
export const listTicket = useCase(
  'list ticket',
  async (listing: Listing & Pick<TicketFields, 'userId'>, key?: string): Promise<Listed> => {
    const listed = await listOnce(listing, key);
    await refuseDeletedSeller(listed.ticket);
    return listed;
  },
);

async function listOnce(
  listing: Listing & Pick<TicketFields, 'userId'>,
  key: string | undefined,
): Promise<Listed> {
  try {
    const ticket = Ticket.list(listing, key);
    await insert(Ticket, ticket);
    return { ticket, outcome: 'new' };
  } catch (error) {
    if (key === undefined || !isDuplicateKey(error, 'listedBy.key')) throw error;
  }
  // a read may not see the other write yet, because reads see only what a majority of a replica set has
  const ticket = await retryOnConflict(() =>
    Ticket.findOne({ userId: listing.userId, 'listedBy.key': key }).lean().orFail(),
  );
  return { ticket, outcome: ticket.listedBy?.tag === ticketTag(listing) ? 'repeated' : 'other' };
}

/** The session of a deleted account is known here for some seconds. `withdrawTickets` says why this comes after the write. */
async function refuseDeletedSeller({ _id, userId }: Plain<TicketFields>): Promise<void> {
  if (!(await deletedSellers.one(userId))) return;
  await changeTicket(String(_id), (ticket) => ticket.withdraw());
  throw new NotAuthorizedError();
}

const deletedSellers = new BatchedReads(
  (users) =>
    DeletedSeller.find({ _id: { $in: users } })
      .lean()
      .exec(),
  ({ _id }) => _id,
);
