import { Batcher, DONE } from '@ticketing/common/async';
import type { TicketUpdatedEvent } from '@ticketing/common/events';
import { wholeWrite } from '@ticketing/common/mongo';
import { type HydratedDocument, model, mongo, Schema, Types } from 'mongoose';

/** This service's copy of a ticket, kept by the events of the tickets service, who owns it. */
export interface TicketFields {
  title: string;
  /** Dollars. */
  price: number;
  /** The seller. */
  userId: string;
  /** The order that holds the ticket as far as the tickets service knows; orders decides by its own orders. */
  orderId?: string;
  /** The owner's version this copy is of. */
  version: number;
}

export type TicketDocument = HydratedDocument<TicketFields>;

const ticketSchema = new Schema<TicketFields>(
  {
    title: { type: String, required: true },
    price: { type: Number, required: true },
    userId: { type: String, required: true },
    orderId: String,
    version: { type: Number, required: true },
  },
  { versionKey: false },
);

export const Ticket = model<TicketFields>('Ticket', ticketSchema);

const replication = new Batcher<TicketUpdatedEvent['data'], void>(async (states) => {
  const updates = states.map(({ id, version, title, price, userId, orderId }) => ({
    updateOne: {
      filter: { _id: new Types.ObjectId(id), version: { $lt: version } },
      update: {
        $set: { version, title, price, userId, ...(orderId ? { orderId } : {}) },
        ...(orderId ? {} : { $unset: { orderId: 1 as const } }),
      },
      upsert: true,
    },
  }));
  const results = states.map(() => DONE);
  try {
    await wholeWrite(Ticket.collection.bulkWrite(updates, { ordered: false }));
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    for (const { index, code, errmsg } of [error.writeErrors].flat()) {
      // a copy that is as new or newer does not match the filter; the upsert then meets its _id and is refused
      if (code !== 11000) results[index] = { status: 'rejected', reason: new Error(errmsg) };
    }
  }
  return results;
});

/**
 * Takes over a ticket's state if it is newer than the copy's, in one atomic upsert: what is repeated, late or out of
 * order changes nothing, and a gap closes with the next event. Many at once are written in one go.
 */
export function replicateTicket(state: TicketUpdatedEvent['data']): Promise<void> {
  return replication.add(state);
}
