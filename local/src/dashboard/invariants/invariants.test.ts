import { MongoServer } from '@ticketing/mongod';
import { MongoClient, ObjectId } from 'mongodb';
import { mongoOwners, type MongoOwner } from '@ticketing/system';
import { Databases } from '../data/databases.js';
import { check } from './check.js';
import { INVARIANTS } from './invariants.js';

// the documents are as the services store them, as far as the rules read them
const server = new MongoServer();
let client: MongoClient;
let databases: Databases;
const urlOf = (owner: MongoOwner) => `mongodb://127.0.0.1:${server.port}/${owner}`;

beforeAll(async () => {
  await server.start();
  client = await MongoClient.connect(urlOf('orders'));
  const urls = Object.fromEntries(mongoOwners.map((owner) => [owner, urlOf(owner)]));
  databases = new Databases(() => urls as Record<MongoOwner, string>);
});
afterAll(async () => {
  databases.close();
  await client.close();
  await server.stop();
});

const [ticketId, orderId, paymentId] = [new ObjectId(), new ObjectId(), new ObjectId()];
const store = async (owner: MongoOwner, collection: string, ...documents: object[]) => {
  if (documents.length > 0) await client.db(owner).collection(collection).insertMany(documents);
};
const ticket = {
  _id: ticketId,
  version: 2,
  title: 'Concert',
  price: 20,
  userId: 'seller',
  orderId: String(orderId),
};
const order = {
  _id: orderId,
  status: 'complete',
  expiresAt: new Date(Date.now() + 60_000),
  ticket: { id: String(ticketId) },
  paymentId: String(paymentId),
};
const payment = { _id: paymentId, orderId: String(orderId), outcome: 'paid', settled: true };

interface Stored {
  tickets: object[];
  copies: object[];
  orders: object[];
  payments: object[];
}

/** The names of the invariants that these documents break. */
async function brokenBy(change: Partial<Stored>): Promise<string[]> {
  for (const owner of mongoOwners) await client.db(owner).dropDatabase();
  const stored: Stored = {
    tickets: [ticket],
    copies: [ticket],
    orders: [order],
    payments: [payment],
    ...change,
  };
  await client.db('orders').collection('orders').createIndex({ 'outbox.at': 1 }, { sparse: true });
  await store('tickets', 'tickets', ...stored.tickets);
  await store('orders', 'tickets', ...stored.copies);
  await store('orders', 'orders', ...stored.orders);
  await store('payments', 'payments', ...stored.payments);
  const verdicts = await check(INVARIANTS, { databases, disturbances: () => [], pauseMs: 1 });
  expect(verdicts.filter(({ state }) => state === 'unknown')).toEqual([]);
  return verdicts.filter(({ state }) => state === 'broken').map(({ name }) => name);
}

it('finds nothing where a ticket was sold', async () => expect(await brokenBy({})).toEqual([]));

it('finds nothing where nothing is', async () =>
  expect(await brokenBy({ tickets: [], copies: [], orders: [], payments: [] })).toEqual([]));

it('finds nothing where an order was cancelled and the ticket is free', async () => {
  const { orderId: _, ...free } = ticket;
  expect(
    await brokenBy({
      tickets: [free],
      copies: [free],
      orders: [{ ...order, status: 'cancelled' }],
      payments: [],
    }),
  ).toEqual([]);
});

const other = { ...order, _id: new ObjectId(), status: 'created', paymentId: undefined };
const free = { ...ticket, orderId: undefined };
const unsold = { ...order, status: 'created', paymentId: undefined };

it.each<[string, Partial<Stored>, string[]]>([
  ['two buyers of one ticket', { orders: [other, order] }, ['One buyer']],
  [
    'an order that has not ended in time',
    { orders: [{ ...unsold, expiresAt: new Date(Date.now() - 60_000) }], payments: [] },
    ['Every reservation ends'],
  ],
  [
    'a ticket that does not know its order',
    { tickets: [free], copies: [free] },
    ['Tickets know their order'],
  ],
  [
    'a ticket that waits for an order that is cancelled',
    { orders: [{ ...order, status: 'cancelled' }], payments: [] },
    ['Tickets know their order'],
  ],
  ['a copy that is older', { copies: [{ ...ticket, version: 1 }] }, ['Replicas converge']],
  ['a copy with another price', { copies: [{ ...ticket, price: 1 }] }, ['Replicas converge']],
  ['a ticket without a copy', { copies: [] }, ['Replicas converge']],
  [
    'an event that waits for long',
    { orders: [{ ...order, outbox: [{ at: new Date(Date.now() - 60_000) }] }] },
    ['Nothing forgotten'],
  ],
  ['a sale that nobody has paid', { payments: [] }, ['Money follows the ticket']],
  ['money for an order that is not complete', { orders: [unsold] }, ['Money follows the ticket']],
  [
    'money of a payment that does not own the order',
    { orders: [{ ...order, paymentId: String(new ObjectId()) }] },
    ['Money follows the ticket'],
  ],
  [
    'two payments of one order',
    { payments: [payment, { ...payment, _id: new ObjectId() }] },
    ['Money follows the ticket', 'Nobody pays twice'],
  ],
])('finds %s', async (_what, change, names) => expect(await brokenBy(change)).toEqual(names));

it('does not take an event that has just been recorded for a forgotten one', async () =>
  expect(await brokenBy({ orders: [{ ...order, outbox: [{ at: new Date() }] }] })).toEqual([]));

it('finds the same forgotten event while more changes come to wait', async () => {
  const forgotten = { ...order, outbox: [{ at: new Date(Date.now() - 60_000) }] };
  expect(await brokenBy({ orders: [forgotten] })).toEqual(['Nothing forgotten']);
  const { find } = INVARIANTS.find(({ name }) => name === 'Nothing forgotten')!;
  const before = await find(databases);
  await store('orders', 'orders', { ...forgotten, _id: new ObjectId(), outbox: [{ at: new Date() }] });
  expect((await find(databases)).broken).toEqual(before.broken);
});
