import { replicatedFields } from '@ticketing/e2e/testing';
import type { System } from '@ticketing/local';
import { type Db, MongoClient, type ObjectId } from 'mongodb';
import { databaseUri } from '../system.js';
import type { Databases, OrderState, PaymentState, TicketCopy, TicketState } from './snapshot.js';

/** Reads the documents that the services have stored; keeps its connections. */
export class DatabaseReader {
  private constructor(
    private readonly clients: MongoClient[],
    private readonly tickets: Db,
    private readonly orders: Db,
    private readonly payments: Db,
  ) {}

  static async connect(system: System): Promise<DatabaseReader> {
    const settings = { serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 10_000, heartbeatFrequencyMS: 500 };
    const open = (service: string) => MongoClient.connect(databaseUri(system, service), settings);
    const clients = await Promise.all(['tickets', 'orders', 'payments'].map(open));
    const [tickets, orders, payments] = clients.map((client) => client.db());
    return new DatabaseReader(clients, tickets!, orders!, payments!);
  }

  async read(): Promise<Databases> {
    const all = <T>(db: Db, name: string) =>
      db.collection(name).find().sort({ _id: 1 }).toArray() as unknown as Promise<T[]>;
    const [tickets, copies, orders, payments] = await Promise.all([
      all<StoredTicket>(this.tickets, 'tickets'),
      all<StoredTicket>(this.orders, 'tickets'),
      all<StoredOrder>(this.orders, 'orders'),
      all<StoredPayment>(this.payments, 'payments'),
    ]);
    return {
      tickets: tickets.map(ticket),
      copies: copies.map(copy),
      orders: orders.map(order),
      payments: payments.map(payment),
    };
  }

  /** All that the payments service has stored, as text. */
  async textOfPayments(): Promise<string> {
    const names = ['payments', 'orders'];
    const all = names.map((name) => this.payments.collection(name).find().toArray());
    return JSON.stringify(await Promise.all(all));
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
  }
}

interface StoredTicket extends Omit<TicketCopy, 'id' | 'orderId'> {
  _id: ObjectId;
  orderId?: string | null;
  hold?: number;
  soldTo?: string;
  soldFor?: number;
  outbox?: unknown[];
}

interface StoredOrder extends Pick<OrderState, 'userId' | 'status' | 'hold' | 'version'> {
  _id: ObjectId;
  expiresAt: Date;
  cancelledAt?: Date;
  cancelReason?: string;
  paymentId?: string;
  ticket: { id: string; title: string; price: number };
  outbox?: unknown[];
}

interface StoredPayment extends Omit<PaymentState, 'id' | 'outbox' | 'createdAt' | 'changedAt'> {
  _id: ObjectId;
  createdAt: Date;
  changedAt: Date;
  outbox?: unknown[];
}

/** It keeps every field that it does not know, so that the checker compares the whole state. */
function copy(stored: StoredTicket): TicketCopy {
  const { _id, orderId, ...fields } = replicatedFields(stored);
  return { id: String(_id), ...fields, ...(orderId ? { orderId } : {}) };
}

function ticket(stored: StoredTicket): TicketState {
  const { hold = 0, soldTo, soldFor, outbox = [] } = stored;
  return {
    ...copy(stored),
    hold,
    ...(soldTo === undefined ? {} : { soldTo, soldFor: soldFor! }),
    outbox: outbox.length,
  };
}

function order(stored: StoredOrder): OrderState {
  const { _id, userId, status, expiresAt, cancelledAt, hold, version, outbox = [] } = stored;
  const { cancelReason, paymentId } = stored;
  const { id: ticketId, title, price } = stored.ticket;
  return {
    id: String(_id),
    userId,
    status,
    expiresAt: expiresAt.getTime(),
    ...(cancelledAt && { cancelledAt: cancelledAt.getTime() }),
    ...(cancelReason && { cancelReason }),
    ...(paymentId && { paymentId }),
    ticketId,
    title,
    price,
    hold,
    version,
    outbox: outbox.length,
  };
}

function payment({ _id, outbox = [], ...stored }: StoredPayment): PaymentState {
  const { orderId, userId, amount, goal, settled, outcome, stripeId, version } = stored;
  return {
    id: String(_id),
    orderId,
    userId,
    amount,
    goal,
    settled,
    ...(outcome && { outcome }),
    ...(stripeId && { stripeId }),
    createdAt: stored.createdAt.getTime(),
    changedAt: stored.changedAt.getTime(),
    version,
    outbox: outbox.length,
  };
}
