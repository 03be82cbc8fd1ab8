import { connectMongo, createLogger, Health, OrderStatus, Sessions } from '@ticketing/common';
import { MongoServer } from '@ticketing/mongod';
import mongoose from 'mongoose';
import request from 'supertest';
import { ordersApp } from '../app.js';
import { Order } from '../models/order.js';
import { replicateTicket, Ticket } from '../models/ticket.js';

export const logger = createLogger('orders', 'silent');
export const WINDOW_SECONDS = 900;

const sessions = new Sessions('a key for tests of at least 32 characters', false);
export const newId = () => new mongoose.Types.ObjectId().toHexString();

/** The service's app on a database of its own, empty before each test. */
export function ordersHarness() {
  const mongo = new MongoServer();
  const app = ordersApp({ logger, health: new Health(), sessions, windowSeconds: WINDOW_SECONDS });

  beforeAll(async () => {
    await mongo.start();
    await connectMongo(mongo.uri('orders'), [Order, Ticket]);
  });
  afterAll(async () => {
    await mongoose.disconnect();
    await mongo.stop();
  });
  beforeEach(async () => {
    await Order.deleteMany({});
    await Ticket.deleteMany({});
  });

  return {
    mongo,
    /** Requests as `userId`, or as nobody. */
    as: (userId?: string) => {
      const agent = request.agent(app);
      if (userId)
        void agent.set('cookie', sessions.cookieHeader({ id: userId, email: `${userId}@example.com` }));
      return agent;
    },
  };
}

/** The copy of a ticket on sale; its id. */
export async function aTicket(fields: { title?: string; price?: number } = {}): Promise<string> {
  const id = newId();
  await replicateTicket({ id, version: 0, title: 'Concert', price: 20, userId: newId(), ...fields });
  return id;
}

/** An order as it stands in the database, reserving until `expiresAt`. */
export async function anOrder(fields: {
  ticketId: string;
  userId?: string;
  hold?: number;
  status?: OrderStatus;
  expiresAt?: Date;
}) {
  const {
    ticketId,
    userId = newId(),
    hold = 1,
    status = OrderStatus.Created,
    expiresAt = inFuture(),
  } = fields;
  const order = new Order({
    userId,
    status,
    expiresAt,
    hold,
    ticket: { id: ticketId, title: 'Concert', price: 20 },
  });
  return order.save();
}

export const inFuture = () => new Date(Date.now() + 60_000);
export const past = (ms = 10) => new Date(Date.now() - ms);

/** An order's state in the database. */
export async function stored(id: unknown) {
  return (await Order.findById(id).lean())!;
}
