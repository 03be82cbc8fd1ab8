import { Batcher, DONE, REST_MS } from '@ticketing/common/async';
import { UnprocessableMessageError } from '@ticketing/common/bus';
import { MOST_AHEAD, type OrderCreatedEvent, OrderStatus, refuseTooFarAhead } from '@ticketing/common/events';
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
  write: {
    filter: { _id: Types.ObjectId; [field: string]: unknown };
    update: { $set: Partial<OrderFields>; $setOnInsert?: Partial<OrderFields> };
  };
  /** Sees why the copy does not match the filter. It throws when the update is not one that the copy has already. */
  explain(copy: OrderFields): void;
}

/**
 * Stores what the first event of an order says. Its facts are the same in every version of the order. Its state counts
 * only if no later event has come before it.
 * @throws {UnprocessableMessageError} when another such event has said something else before. Then the copy stays as it is,
 * so nobody can change what an order costs, or whose it is.
 */
export function replicateNewOrder({
  id,
  userId,
  expiresAt,
  ticket,
}: OrderCreatedEvent['data']): Promise<void> {
  const facts = {
    userId,
    expiresAt: new Date(expiresAt),
    ...(priceProblem(ticket.price) === undefined && { amount: toCents(ticket.price) }),
    ticketId: ticket.id,
    hold: ticket.hold,
  };
  return replication.add({
    write: {
      filter: { _id: new Types.ObjectId(id), userId: { $exists: false } },
      update: { $set: facts, $setOnInsert: { state: OrderStatus.Created, version: 0 } },
    },
    explain(copy) {
      const same =
        copy.userId === userId &&
        copy.expiresAt?.getTime() === facts.expiresAt.getTime() &&
        copy.amount === facts.amount;
      if (!same) throw new UnprocessableMessageError(`the order ${id} was announced before, and differently`);
    },
  });
}

/**
 * Stores a later state of an order if it is newer than the copy. The first event may still be on its way. A complete order
 * stays complete, whatever an event says: its buyer owns the ticket, and gets no money back for it.
 * @throws {TooFarAheadError} when the state is further ahead of the copy than anything honest could be.
 */
export function replicateOrder(state: OrderStatus, change: OrderChange): Promise<void> {
  const { id, version, ticket, paymentId } = change;
  const batches = state === OrderStatus.Cancelled ? endings : replication;
  return batches.add({
    write: {
      filter: {
        _id: new Types.ObjectId(id),
        version: { $lt: version, $gte: version - MOST_AHEAD },
        state: { $ne: OrderStatus.Complete },
      },
      update: {
        $set: { state, version, ticketId: ticket.id, hold: ticket.hold, ...(paymentId && { paymentId }) },
      },
    },
    explain(copy) {
      if (copy.version >= version || copy.state === OrderStatus.Complete) return;
      refuseTooFarAhead(`the version of the order ${id}`, version, copy.version);
      throw new Error(`the copy of the order ${id} changed in between`); // the listener tries again
    },
  });
}

// thousands of orders can be placed or expire in one second
const replication = new Batcher(writeAll);
// and nobody waits for what happens here when they expire
const endings = new Batcher(writeAll, { restMs: REST_MS });

async function writeAll(updates: Update[]): Promise<PromiseSettledResult<void>[]> {
  const results: PromiseSettledResult<void>[] = updates.map(() => DONE);
  const fail = (index: number, reason: Error) => (results[index] = { status: 'rejected', reason });
  const exist: number[] = [];
  for (const { index, code, errmsg } of await write(updates, true)) {
    if (code === DUPLICATE_KEY) exist.push(index);
    else fail(index, new Error(errmsg));
  }
  if (exist.length === 0) return results;
  // The copy exists: it is newer, or another write made it a moment ago. A write that cannot insert tells the two apart
  const again = exist.map((index) => updates[index]!);
  const refused = await write(again, false);
  const copies = await Order.find({ _id: { $in: again.map((update) => update.write.filter._id) } }).lean();
  const byId = new Map(copies.map((copy) => [String(copy._id), copy]));
  for (const index of exist) {
    const update = updates[index]!;
    const copy = byId.get(String(update.write.filter._id));
    try {
      if (copy) update.explain(copy);
    } catch (error) {
      fail(index, error as Error);
    }
  }
  for (const { index, errmsg } of refused) fail(exist[index]!, new Error(errmsg));
  return results;
}

const DUPLICATE_KEY = 11000;

/** @returns the updates that were refused. */
async function write(updates: Update[], upsert: boolean): Promise<mongo.WriteError[]> {
  const operations = updates.map((update) => ({ updateOne: { ...update.write, upsert } }));
  try {
    await wholeWrite(Order.collection.bulkWrite(operations, { ordered: false }));
    return [];
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    return [error.writeErrors].flat();
  }
}
