import { isDuplicateKey, type TicketUpdatedEvent } from '@ticketing/common';
import { type HydratedDocument, model, Schema } from 'mongoose';

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

/**
 * Takes over a ticket's state if it is newer than the copy's, in one atomic upsert: what is repeated, late or out of
 * order changes nothing, and a gap closes with the next event.
 */
export async function replicateTicket(state: TicketUpdatedEvent['data']): Promise<void> {
  const { id, version, title, price, userId, orderId } = state;
  try {
    await Ticket.updateOne(
      { _id: id, version: { $lt: version } },
      {
        $set: { version, title, price, userId, ...(orderId ? { orderId } : {}) },
        ...(orderId ? {} : { $unset: { orderId: 1 } }),
      },
      { upsert: true },
    );
  } catch (error) {
    // the copy is as new or newer, so the filter found nothing and the upsert met the copy's _id
    if (!isDuplicateKey(error, '_id')) throw error;
  }
}
