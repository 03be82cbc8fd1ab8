import { OrderStatus } from '@ticketing/common/events';
import { searchFields } from '@ticketing/tickets/search-fields';
import { type Db, ObjectId } from 'mongodb';
import { aTicket } from '../testing/visitor.js';

const BATCH = 1_000;
/** While the databases store a batch, the next one is sent, so that neither waits. */
const BATCHES_AT_ONCE = 2;
/** A line tells the progress after this many documents. */
const PROGRESS = 250_000;
const BUYERS_BEFORE = 20_000;

/**
 * Stores tickets and their orders, those from number `from` to number `to`. Half of the tickets are sold, each to an order that
 * is complete; of the others an order was cancelled.
 */
export async function fill(dbs: { orders: Db; tickets: Db }, from: number, to: number): Promise<void> {
  const known = new Map<string, ReturnType<typeof searchFields>>();
  const buyers = Array.from({ length: BUYERS_BEFORE }, () => new ObjectId().toHexString());
  const storing: Promise<unknown>[] = [];
  for (let first = from; first < to; first += BATCH) {
    const made = Array.from({ length: Math.min(BATCH, to - first) }, (_, offset) =>
      soldOrNot(first + offset, buyers, known),
    );
    if (storing.length === BATCHES_AT_ONCE) await storing.shift();
    const [tickets, orders] = [made.map(({ ticket }) => ticket), made.map(({ order }) => order)];
    storing.push(
      Promise.all([insert(dbs.tickets, 'tickets', tickets), insert(dbs.orders, 'orders', orders)]),
    );
    if (first > 0 && first % PROGRESS === 0) console.log(`  ${first} tickets and orders are stored`);
  }
  await Promise.all(storing);
}

function soldOrNot(index: number, buyers: string[], known: Map<string, ReturnType<typeof searchFields>>) {
  const isSold = index % 2 === 0;
  const [_id, orderId] = [new ObjectId(), new ObjectId()];
  const title = `Row ${index % 100}, ${index % 3 ? 'concert' : 'opera'}`;
  if (!known.has(title)) known.set(title, searchFields(title));
  const { price } = aTicket();
  const sold = isSold && { orderId: orderId.toHexString(), soldTo: orderId.toHexString(), soldFor: price };
  const expiresAt = new Date(Date.now() - 86_400_000);
  return {
    ticket: {
      _id,
      title,
      price,
      userId: buyers[(index * 7) % buyers.length],
      hold: 1,
      ...known.get(title),
      ...sold,
      version: 2,
      outbox: [],
    },
    order: {
      _id: orderId,
      userId: buyers[index % buyers.length],
      status: isSold ? OrderStatus.Complete : OrderStatus.Cancelled,
      expiresAt,
      ticket: { id: _id.toHexString(), title, price },
      hold: 1,
      place: 1,
      version: 1,
      outbox: [],
    },
  };
}

/** The command itself costs this process less than `insertMany`, which writes each document several times. */
async function insert(db: Db, collection: string, documents: object[]): Promise<void> {
  const { n, writeErrors } = await db.command({ insert: collection, documents, ordered: false });
  if (n !== documents.length)
    throw new Error(`not all ${collection} are stored: ${JSON.stringify(writeErrors)}`);
}
