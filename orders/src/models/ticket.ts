import { Batcher, DONE } from '@ticketing/common/async';
import { MOST_AHEAD, refuseTooFarAhead, type TicketUpdatedEvent } from '@ticketing/common/events';
import { wholeWrite } from '@ticketing/common/mongo';
import { type HydratedDocument, model, mongo, Schema, Types } from 'mongoose';

/** This service's copy of a ticket. The tickets service owns the ticket; its events keep the copy current. */
export interface TicketFields {
  title: string;
  /** Dollars. */
  price: number;
  /** The seller. */
  userId: string;
  /** The order that holds the ticket in the tickets service. This service decides only by its own orders. */
  orderId?: string;
  /** Whether that order is complete. It is absent while the ticket is not sold. */
  sold?: boolean;
  /** Whether its seller is gone, so that no more orders are placed. It is absent while the ticket is on the market. */
  withdrawn?: boolean;
  /** The version of the ticket that was copied. */
  version: number;
}

export type TicketDocument = HydratedDocument<TicketFields>;

const ticketSchema = new Schema<TicketFields>(
  {
    title: { type: String, required: true },
    price: { type: Number, required: true },
    userId: { type: String, required: true },
    orderId: String,
    sold: Boolean,
    withdrawn: Boolean,
    version: { type: Number, required: true },
  },
  { versionKey: false },
);

export const Ticket = model<TicketFields>('Ticket', ticketSchema);

type State = TicketUpdatedEvent['data'];

const replication = new Batcher<State, void>(async (states) => {
  const updates = states.map(({ id, version, title, price, userId, orderId, sold, withdrawn }) => ({
    replaceOne: {
      filter: { _id: new Types.ObjectId(id), version: { $lt: version, $gte: version - MOST_AHEAD } },
      replacement: {
        title,
        price,
        userId,
        ...(orderId && { orderId }),
        ...(sold && { sold }),
        ...(withdrawn && { withdrawn }),
        version,
      },
      upsert: true,
    },
  }));
  const results = states.map(() => DONE);
  const refused: number[] = [];
  try {
    await wholeWrite(Ticket.collection.bulkWrite(updates, { ordered: false }));
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    for (const { index, code, errmsg } of [error.writeErrors].flat()) {
      // the filter does not match the copy, and the upsert is refused, because its _id exists
      if (code === 11000) refused.push(index);
      else results[index] = { status: 'rejected', reason: new Error(errmsg) };
    }
  }
  // Nearly always such a copy is as new or newer. Only a high version can be one that the copy is too far behind
  for (const index of refused.filter((at) => states[at]!.version > MOST_AHEAD)) {
    const [result] = await Promise.allSettled([seeThatCopyIsNewer(states[index]!)]);
    results[index] = result;
  }
  return results;
});

/** @throws {TooFarAheadError} when the state is too far ahead of the copy. */
async function seeThatCopyIsNewer({ id, version }: State): Promise<void> {
  const copy = await Ticket.findById(id).select('version').lean().orFail();
  if (copy.version >= version) return;
  refuseTooFarAhead(`the version of the ticket ${id}`, version, copy.version);
  throw new Error(`the copy of the ticket ${id} changed in between`); // the listener tries again
}

/**
 * Stores the state of a ticket if it is newer than the copy, in one atomic upsert. So repeated, late and reordered events
 * change nothing, and the next event closes a gap. Simultaneous calls share one bulk write.
 * @throws {TooFarAheadError} when the state is further ahead of the copy than anything honest could be.
 */
export function replicateTicket(state: State): Promise<void> {
  return replication.add(state);
}
