import { Batcher, DONE } from '@ticketing/common/async';
import { type OrderCreatedEvent, OrderStatus } from '@ticketing/common/events';
import { priceProblem, toCents } from '@ticketing/common/money';
import { wholeWrite } from '@ticketing/common/mongo';
import { model, mongo, Schema, Types } from 'mongoose';

/** This service's copy of an order. The orders service owns the order; its events keep the copy current. */
export interface OrderFields {
  state: OrderStatus;
  /** The version of the order that was copied. */
  version: number;
  ticketId: string;
  hold: number;
  /** The payment that has claimed the order. */
  paymentId?: string;
  /** The buyer. This and the next fields are absent while only later events of the order have arrived. */
  userId?: string;
  expiresAt?: Date;
  /** Cents. It is absent when no card can be charged the price. Orders of old tickets may have such a price. */
  amount?: number;
}

const orderSchema = new Schema<OrderFields>(
  {
    state: { type: String, required: true, enum: Object.values(OrderStatus) },
    version: { type: Number, required: true },
    ticketId: { type: String, required: true },
    hold: { type: Number, required: true },
    paymentId: String,
    userId: String,
    expiresAt: Date,
    amount: Number,
  },
  { versionKey: false },
);

export const Order = model<OrderFields>('Order', orderSchema);

/** The change of an order, as its event says it. */
export interface OrderChange {
  id: string;
  version: number;
  ticket: { id: string; hold: number };
  paymentId?: string;
}

interface Update {
  filter: { _id: Types.ObjectId; version?: { $lt: number } };
  update: { $set: Partial<OrderFields>; $setOnInsert?: Partial<OrderFields> };
}

/**
 * Stores what the first event of an order says. Its facts are the same in every version of the order. Its state counts
 * only if no later event has come before it.
 */
export function replicateNewOrder({
  id,
  userId,
  expiresAt,
  ticket,
}: OrderCreatedEvent['data']): Promise<void> {
  return replication.add({
    filter: { _id: new Types.ObjectId(id) },
    update: {
      $set: {
        userId,
        expiresAt: new Date(expiresAt),
        ...(priceProblem(ticket.price) === undefined && { amount: toCents(ticket.price) }),
        ticketId: ticket.id,
        hold: ticket.hold,
      },
      $setOnInsert: { state: OrderStatus.Created, version: 0 },
    },
  });
}

/** Stores a later state of an order if it is newer than the copy. The first event may still be on its way. */
export function replicateOrder(state: OrderStatus, change: OrderChange): Promise<void> {
  const { id, version, ticket, paymentId } = change;
  return replication.add({
    filter: { _id: new Types.ObjectId(id), version: { $lt: version } },
    update: {
      $set: { state, version, ticketId: ticket.id, hold: ticket.hold, ...(paymentId && { paymentId }) },
    },
  });
}

// thousands of orders can be placed or expire in one second
const replication = new Batcher<Update, void>(async (updates) => {
  const results = updates.map(() => DONE);
  const refused = await write(updates, true);
  // The copy exists: it is newer, or another write made it a moment ago. A write that cannot insert tells the two apart
  const left = [...refused.keys()];
  const failed =
    left.length > 0
      ? await write(
          left.map((index) => updates[index]!),
          false,
        )
      : new Map<number, Error>();
  for (const [index, reason] of failed) results[left[index]!] = { status: 'rejected', reason };
  return results;
});

/** @returns the errors of the updates that were refused, by index. */
async function write(updates: Update[], upsert: boolean): Promise<Map<number, Error>> {
  const operations = updates.map((update) => ({ updateOne: { ...update, upsert } }));
  try {
    await wholeWrite(Order.collection.bulkWrite(operations, { ordered: false }));
    return new Map();
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    return new Map([error.writeErrors].flat().map(({ index, errmsg }) => [index, new Error(errmsg)]));
  }
}
