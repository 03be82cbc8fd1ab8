import type { State } from '@ticketing/local';
import { type Db, type Document, MongoClient } from 'mongodb';
import type { Databases, OrderState, TicketCopy, TicketState } from './snapshot.js';

/** Reads what the services have stored; keeps its connections. */
export class DatabaseReader {
  private constructor(
    private readonly clients: MongoClient[],
    private readonly tickets: Db,
    readonly orders: Db,
  ) {}

  static async connect({ tickets, orders }: State['mongo']): Promise<DatabaseReader> {
    const settings = { serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 10_000, heartbeatFrequencyMS: 500 };
    const clients = await Promise.all([tickets, orders].map((uri) => MongoClient.connect(uri, settings)));
    return new DatabaseReader(clients, clients[0]!.db(), clients[1]!.db());
  }

  async read(): Promise<Databases> {
    const all = (db: Db, name: string) => db.collection(name).find().sort({ _id: 1 }).toArray();
    const [tickets, copies, orders] = await Promise.all([
      all(this.tickets, 'tickets'),
      all(this.orders, 'tickets'),
      all(this.orders, 'orders'),
    ]);
    return { tickets: tickets.map(ticket), copies: copies.map(copy), orders: orders.map(order) };
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
  }
}

function copy({ _id, title, price, userId, orderId, version }: Document): TicketCopy {
  const state = { id: String(_id), title, price, userId, version } as TicketCopy;
  return orderId ? { ...state, orderId: String(orderId) } : state;
}

function ticket(document: Document): TicketState {
  const { hold = 0, outbox = [] } = document as { hold?: number; outbox?: unknown[] };
  return { ...copy(document), hold, outbox: outbox.length };
}

function order({ _id, userId, status, expiresAt, ticket: of, hold, version, outbox }: Document): OrderState {
  return {
    id: String(_id),
    ...({ userId, status, hold, version } as Pick<OrderState, 'userId' | 'status' | 'hold' | 'version'>),
    expiresAt: (expiresAt as Date).getTime(),
    ticketId: (of as { id: string }).id,
    outbox: ((outbox ?? []) as unknown[]).length,
  };
}
