import { replicatedFields } from '@ticketing/e2e/testing';
import type { System } from '@ticketing/local';
import { type Db, MongoClient, type ObjectId } from 'mongodb';
import { databaseUri } from '../system.js';
import type { Databases, OrderState, TicketCopy, TicketState } from './snapshot.js';

/** Reads the documents that the services have stored; keeps its connections. */
export class DatabaseReader {
  private constructor(
    private readonly clients: MongoClient[],
    private readonly tickets: Db,
    readonly orders: Db,
  ) {}

  static async connect(system: System): Promise<DatabaseReader> {
    const settings = { serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 10_000, heartbeatFrequencyMS: 500 };
    const open = (service: string) => MongoClient.connect(databaseUri(system, service), settings);
    const [tickets, orders] = await Promise.all([open('tickets'), open('orders')]);
    return new DatabaseReader([tickets, orders], tickets.db(), orders.db());
  }

  async read(): Promise<Databases> {
    const all = <T>(db: Db, name: string) =>
      db.collection(name).find().sort({ _id: 1 }).toArray() as unknown as Promise<T[]>;
    const [tickets, copies, orders] = await Promise.all([
      all<StoredTicket>(this.tickets, 'tickets'),
      all<StoredTicket>(this.orders, 'tickets'),
      all<StoredOrder>(this.orders, 'orders'),
    ]);
    return { tickets: tickets.map(ticket), copies: copies.map(copy), orders: orders.map(order) };
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
  }
}

interface StoredTicket extends Omit<TicketCopy, 'id' | 'orderId'> {
  _id: ObjectId;
  orderId?: string | null;
  hold?: number;
  outbox?: unknown[];
}

interface StoredOrder extends Pick<OrderState, 'userId' | 'status' | 'hold' | 'version'> {
  _id: ObjectId;
  expiresAt: Date;
  cancelledAt?: Date;
  ticket: { id: string; title: string; price: number };
  outbox?: unknown[];
}

/** It keeps every field that it does not know, so that the checker compares the whole state. */
function copy(stored: StoredTicket): TicketCopy {
  const { _id, orderId, ...fields } = replicatedFields(stored);
  return { id: String(_id), ...fields, ...(orderId ? { orderId } : {}) };
}

function ticket(stored: StoredTicket): TicketState {
  const { hold = 0, outbox = [] } = stored;
  return { ...copy(stored), hold, outbox: outbox.length };
}

function order(stored: StoredOrder): OrderState {
  const { _id, userId, status, expiresAt, cancelledAt, hold, version, outbox = [] } = stored;
  const { id: ticketId, title, price } = stored.ticket;
  return {
    id: String(_id),
    userId,
    status,
    expiresAt: expiresAt.getTime(),
    ...(cancelledAt && { cancelledAt: cancelledAt.getTime() }),
    ticketId,
    title,
    price,
    hold,
    version,
    outbox: outbox.length,
  };
}
