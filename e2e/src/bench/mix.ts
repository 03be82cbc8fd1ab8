import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import { type Collection, type Db, MongoClient, ObjectId } from 'mongodb';
import type { RunningSystem } from '../testing/running-system.js';
import { aTicket, type OrderBody, type TicketBody, Visitor } from '../testing/visitor.js';
import type { Call } from './send.js';
import { sendAll } from './send-all.js';

/** An account may have 6 live orders, and a round places 6 orders for each buyer. */
const BUYERS = 110;
export const PER_BUYER = 6;
export const PER_ROUND = BUYERS * PER_BUYER;

/** The requests of a round, in this order. */
export const KINDS = [
  'POST /api/tickets',
  'GET /api/tickets/:id',
  'GET /api/tickets?limit=20',
  'POST /api/orders',
  'GET /api/orders?limit=20',
] as const;
export type Kind = (typeof KINDS)[number];
export type Side = 'system' | 'floor';

/** The process that serves a kind of request. */
export function serviceOf(kind: Kind): 'orders' | 'tickets' {
  return kind.includes('/orders') ? 'orders' : 'tickets';
}

/** Called around the requests of one kind. It resolves to what `send` resolves to. */
export type Meter = <T>(kind: Kind, send: () => Promise<T>) => Promise<T>;

/** The requests that people wait for, sent to a running system, or to its floor (see floor/server.ts). */
export class Mix {
  private constructor(
    private readonly running: RunningSystem,
    private readonly buyers: readonly Visitor[],
    private readonly clients: readonly MongoClient[],
    /** The databases of the services. */
    readonly dbs: { orders: Db; tickets: Db },
    private readonly orders: Collection,
    private readonly tickets: Collection,
    /** The copies of tickets that the orders service has. */
    private readonly copies: Collection,
    private readonly floor?: { process: ChildProcess; port: number },
  ) {}

  static async start(running: RunningSystem, { withFloor = false } = {}): Promise<Mix> {
    const { mongo } = running.system.state();
    const [ofOrders, ofTickets] = [await connect(mongo.orders), await connect(mongo.tickets)];
    const buyers = await Visitor.crowd(running.url, BUYERS);
    return new Mix(
      running,
      buyers,
      [ofOrders, ofTickets],
      { orders: ofOrders.db(), tickets: ofTickets.db() },
      ofOrders.db().collection('orders'),
      ofTickets.db().collection('tickets'),
      ofOrders.db().collection('tickets'),
      withFloor ? await startFloor({ orders: mongo.orders, tickets: mongo.tickets }) : undefined,
    );
  }

  /** The process that serves a kind of request. */
  pidOf(side: Side, kind: Kind): number {
    return side === 'system' ? this.process(serviceOf(kind)).pid : this.floor!.process.pid!;
  }

  /** Sends `PER_ROUND` requests of each kind, 32 at a time. The round is done when all that they cause is done. */
  async round(side: Side, meter: Meter): Promise<void> {
    const send = <T>(kind: Kind, calls: Call[], done = () => Promise.resolve()) =>
      meter(kind, async () => {
        const port = side === 'system' ? this.process(serviceOf(kind)).port : this.floor!.port;
        const answers = await sendAll<T>(port, calls);
        await done();
        return answers;
      });
    const call = (method: string, path: string, index: number, body?: object): Call => ({
      method,
      path,
      headers: this.headers(side, index),
      ...(body && { body }),
    });
    const calls = (make: (index: number) => Call) => Array.from({ length: PER_ROUND }, (_, at) => make(at));

    const listed = await send<TicketBody>(
      'POST /api/tickets',
      calls((at) => call('POST', '/api/tickets', at, aTicket({ title: `Bench ticket number ${at}` }))),
      () => this.published(),
    );
    await send(
      'GET /api/tickets/:id',
      calls((at) => call('GET', `/api/tickets/${listed[at]!.id}`, at)),
    );
    await send(
      'GET /api/tickets?limit=20',
      calls((at) => call('GET', '/api/tickets?limit=20', at)),
    );
    // the floor has no events, so no copy of its tickets comes into being
    if (side === 'floor') await this.copies.insertMany(listed.map(copyOf));
    else await this.settled(listed, 'on sale');
    const placed = await send<OrderBody>(
      'POST /api/orders',
      // the seller of a ticket is not its buyer
      calls((at) => call('POST', '/api/orders', at, { ticketId: listed[(at + 1) % PER_ROUND]!.id })),
      () => (side === 'system' ? this.settled(listed, 'reserved') : this.published()),
    );
    await send(
      'GET /api/orders?limit=20',
      calls((at) => call('GET', '/api/orders?limit=20', at)),
    );
    await this.forget(side, listed, placed);
  }

  async close(): Promise<void> {
    this.floor?.process.disconnect();
    await Promise.all(this.clients.map((client) => client.close()));
  }

  private process(name: string): { pid: number; port: number } {
    return this.running.system.state().processes.find((each) => each.name === name)!;
  }

  private headers(side: Side, index: number): Record<string, string> {
    if (side === 'system') return { cookie: this.buyers[index % BUYERS]!.cookie };
    return { 'x-user': `floor${index % BUYERS}`.padEnd(24, '-') };
  }

  /** An event leaves the outbox after the answer. */
  private published(): Promise<void> {
    return eventually(async () => {
      const waiting = await Promise.all(
        [this.orders, this.tickets].map((each) => each.countDocuments({ 'outbox.at': { $gt: new Date(0) } })),
      );
      if (waiting.some((count) => count > 0)) throw new Error('events wait in an outbox');
    }, 60_000);
  }

  /** Waits until the tickets and their copies are in this state, and no event waits. */
  private async settled(listed: readonly TicketBody[], state: 'on sale' | 'reserved'): Promise<void> {
    const filter = {
      _id: { $in: listed.map(({ id }) => new ObjectId(id)) },
      orderId: state === 'reserved' ? { $gt: '' } : null,
    };
    await eventually(async () => {
      const counts = await Promise.all(
        [this.tickets, this.copies].map((each) => each.countDocuments(filter)),
      );
      if (counts.some((count) => count < listed.length))
        throw new Error(`${counts.join(' tickets and ')} copies of ${listed.length} are ${state}`);
    }, 60_000);
    await this.published();
  }

  /** The next round has new orders. Ended ones stay, as they do for real buyers. */
  private async forget(side: Side, listed: TicketBody[], placed: OrderBody[]): Promise<void> {
    if (side === 'floor') {
      const ids = placed.map(({ id }) => new ObjectId(id));
      await this.orders.updateMany({ _id: { $in: ids } }, { $set: { status: 'cancelled' } });
      return;
    }
    const calls = placed.map(({ id }, at) => ({
      method: 'DELETE',
      path: `/api/orders/${id}`,
      headers: this.headers(side, at),
    }));
    await sendAll(this.process('orders').port, calls);
    await this.settled(listed, 'on sale');
  }
}

/** The stand-in for MongoDB may collect garbage for long. */
function connect(uri: string): Promise<MongoClient> {
  return MongoClient.connect(uri, { connectTimeoutMS: 300_000 });
}

async function startFloor(uris: { orders: string; tickets: string }) {
  const floor = fork(join(__dirname, 'floor/server.js'), {
    env: { ...process.env, FLOOR_MONGO: JSON.stringify(uris) },
  });
  const [port] = (await once(floor, 'message')) as [number];
  return { process: floor, port };
}

function copyOf({ id, title, price, userId, version }: TicketBody) {
  return { _id: new ObjectId(id), title, price, userId, version };
}
