import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Collection, MongoClient, ObjectId } from 'mongodb';

/**
 * The floor: what the requests would cost if nothing but their reads and writes had to be done. It is `node:http` with the
 * driver of MongoDB, and works on the databases of a running system with the indexes of the services. It makes the same
 * reads and writes, with the same concerns, and one write more that takes the event out of the outbox. There is no session,
 * check, log, metric, header, retry or event.
 *
 * `FLOOR_MONGO` has the two connection strings as JSON. The process sends its port to its parent.
 */
interface Stored {
  _id: ObjectId;
  [field: string]: unknown;
}

const CONCERNS = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
} as const;
const LIVE = ['created', 'awaiting:payment'];
const WINDOW_MS = 900_000;
/** Two orders of one buyer never race for a place here. */
let places = 0;

/** The words by which a title is found. The services compute them; here they only have the same size. */
const TERMS = 'b,be,ben,benc,bench,bench1,t,ti,tic,tick,ticke,ticket,n,no,nu,num,numb,numbe,number'.split(
  ',',
);

const uris = JSON.parse(process.env.FLOOR_MONGO!) as { tickets: string; orders: string };
const ticketsClient = new MongoClient(uris.tickets, CONCERNS);
const ordersClient = new MongoClient(uris.orders, CONCERNS);
const tickets = ticketsClient.db().collection<Stored>('tickets');
const deletedSellers = ticketsClient.db().collection<{ _id: string }>('deletedsellers');
const orders = ordersClient.db().collection<Stored>('orders');
const copies = ordersClient.db().collection<Stored>('tickets');

const server = createServer((req, res) => {
  route(req, res).catch((error: unknown) => {
    console.error(error);
    res.writeHead(500).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));

async function route(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(req.url!, 'http://floor');
  const userId = String(req.headers['x-user']);
  const limit = Number(searchParams.get('limit'));
  if (req.method === 'POST') {
    const body = await json(req);
    return pathname === '/api/orders' ? placeOrder(body, userId, res) : listTicket(body, userId, res);
  }
  if (pathname === '/api/tickets')
    return send(res, 200, (await page(tickets, { orderId: null, withdrawn: null }, limit)).map(ticketBody));
  if (pathname === '/api/orders')
    return send(res, 200, (await page(orders, { userId }, limit)).map(orderBody));
  const ticket = await tickets.findOne(
    { _id: new ObjectId(pathname.split('/').at(-1)) },
    { projection: { title: 1, price: 1, userId: 1, version: 1, orderId: 1, soldFor: 1, withdrawn: 1 } },
  );
  return send(res, 200, ticketBody(ticket!));
}

async function placeOrder({ ticketId }: { ticketId?: string }, userId: string, res: ServerResponse) {
  const latest = await orders.findOne({ 'ticket.id': ticketId! }, { sort: { hold: -1 } });
  const copy = await copies.findOne({ _id: new ObjectId(ticketId) });
  await orders
    .find({ userId, place: { $gt: 0 }, status: { $in: LIVE } })
    .project({ place: 1, status: 1, expiresAt: 1, 'ticket.id': 1 })
    .toArray();
  const { title, price } = copy as unknown as { title: string; price: number };
  const _id = new ObjectId();
  const expiresAt = new Date(Date.now() + WINDOW_MS);
  const hold = Number(latest?.hold ?? 0) + 1;
  const data = { id: String(_id), version: 0, status: 'created', userId, expiresAt: expiresAt.toISOString() };
  const entry = {
    id: new ObjectId(),
    subject: 'order:created',
    data: { ...data, ticket: { id: ticketId, price, hold }, traceparent: '0'.repeat(55) },
    at: new Date(),
  };
  const order = {
    _id,
    userId,
    status: 'created',
    expiresAt,
    ticket: { id: ticketId, title, price },
    hold,
    place: ++places,
    heldSince: new Date(),
    version: 0,
    outbox: [entry],
  };
  await orders.insertOne(order);
  send(res, 201, orderBody(order));
  await publishedFrom(orders, _id, entry.id);
}

async function listTicket(listing: object, userId: string, res: ServerResponse): Promise<void> {
  const _id = new ObjectId();
  const data = { id: String(_id), version: 0, ...listing, userId, traceparent: '0'.repeat(55) };
  const entry = { id: new ObjectId(), subject: 'ticket:created', data, at: new Date() };
  const ticket = {
    _id,
    ...listing,
    userId,
    hold: 0,
    terms: TERMS,
    unspaced: '',
    termsVersion: 1,
    version: 0,
    outbox: [entry],
  };
  await tickets.insertOne(ticket);
  await deletedSellers.findOne({ _id: userId });
  send(res, 201, ticketBody(ticket));
  await publishedFrom(tickets, _id, entry.id);
}

function page(collection: Collection<Stored>, filter: object, limit: number): Promise<Stored[]> {
  return collection
    .find(filter, { sort: { _id: -1 }, limit: limit + 1, projection: { terms: 0, unspaced: 0, outbox: 0 } })
    .toArray();
}

async function publishedFrom(collection: Collection<Stored>, _id: ObjectId, id: ObjectId): Promise<void> {
  await collection.updateOne({ _id }, { $pull: { outbox: { id } } as never }, { writeConcern: { w: 1 } });
}

function ticketBody({ _id, title, price, userId, version }: Stored) {
  return { id: String(_id), title, price, userId, version };
}

function orderBody({ _id, userId, status, expiresAt, version, ticket }: Stored) {
  return { id: String(_id), userId, status, expiresAt, version, ticket };
}

async function json(req: IncomingMessage): Promise<{ ticketId?: string }> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as { ticketId?: string };
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
