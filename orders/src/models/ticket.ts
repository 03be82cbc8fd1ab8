import { Batcher, DONE } from '@ticketing/common/async';
import type { TicketUpdatedEvent } from '@ticketing/common/events';
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
    version: { type: Number, required: true },
  },
  { versionKey: false },
);

export const Ticket = model<TicketFields>('Ticket', ticketSchema);

const replication = new Batcher<TicketUpdatedEvent['data'], void>(async (states) => {
  const updates = states.map(({ id, version, title, price, userId, orderId, sold }) => ({
    replaceOne: {
      filter: { _id: new Types.ObjectId(id), version: { $lt: version } },
      replacement: { title, price, userId, ...(orderId && { orderId }), ...(sold && { sold }), version },
      upsert: true,
    },
  }));
  const results = states.map(() => DONE);
  try {
    await wholeWrite(Ticket.collection.bulkWrite(updates, { ordered: false }));
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    for (const { index, code, errmsg } of [error.writeErrors].flat()) {
      // the filter does not match a copy that is as new or newer; then the upsert is refused, because its _id exists
      if (code !== 11000) results[index] = { status: 'rejected', reason: new Error(errmsg) };
    }
  }
  return results;
});

/**
 * Stores the state of a ticket if it is newer than the copy, in one atomic upsert. So repeated, late and reordered events
 * change nothing, and the next event closes a gap. Simultaneous calls share one bulk write.
 */
export function replicateTicket(state: TicketUpdatedEvent['data']): Promise<void> {
  return replication.add(state);
}
