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
  filter: { _id: Types.ObjectId; version?: { $lt: number }; state?: { $ne: OrderStatus.Complete } };
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

/**
 * Stores a later state of an order if it is newer than the copy. The first event may still be on its way. A complete order
 * stays complete, whatever an event says: its buyer owns the ticket, and gets no money back for it.
 */
export function replicateOrder(state: OrderStatus, change: OrderChange): Promise<void> {
  const { id, version, ticket, paymentId } = change;
  return replication.add({
    filter: { _id: new Types.ObjectId(id), version: { $lt: version }, state: { $ne: OrderStatus.Complete } },
    update: {
      $set: { state, version, ticketId: ticket.id, hold: ticket.hold, ...(paymentId && { paymentId }) },
    },
  });
}

// thousands of orders can be placed or expire in one second
const replication = new Batcher<Update, void>(async (updates) => {
  const results = updates.map(() => DONE);
  const fail = (index: number, reason: Error) => (results[index] = { status: 'rejected', reason });
  const exist: number[] = [];
  for (const { index, code, errmsg } of await write(updates, true)) {
    if (code === DUPLICATE_KEY) exist.push(index);
    else fail(index, new Error(errmsg));
  }
  if (exist.length === 0) return results;
  // The copy exists: it is newer, or another write made it a moment ago. A write that cannot insert tells the two apart
  const again = exist.map((index) => updates[index]!);
  for (const { index, errmsg } of await write(again, false)) fail(exist[index]!, new Error(errmsg));
  return results;
});

const DUPLICATE_KEY = 11000;

/** @returns the updates that were refused. */
async function write(updates: Update[], upsert: boolean): Promise<mongo.WriteError[]> {
  const operations = updates.map((update) => ({ updateOne: { ...update, upsert } }));
  try {
    await wholeWrite(Order.collection.bulkWrite(operations, { ordered: false }));
    return [];
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    return [error.writeErrors].flat();
  }
}
