import { connectMongo, createLogger, Health, Sessions } from '@ticketing/common';
import { MongoServer } from '@ticketing/mongod';
import mongoose from 'mongoose';
import request from 'supertest';
import { ticketsApp } from '../app.js';
import { Ticket } from '../models/ticket.js';

export const logger = createLogger('tickets', 'silent');

const sessions = new Sessions('a key for tests of at least 32 characters', false);
export const newId = () => new mongoose.Types.ObjectId().toHexString();

/** The service's app on a database of its own, empty before each test. */
export function ticketsHarness() {
  const mongo = new MongoServer();
  const app = ticketsApp({ logger, health: new Health(), sessions });

  beforeAll(async () => {
    await mongo.start();
    await connectMongo(mongo.uri('tickets'), [Ticket]);
  });
  afterAll(async () => {
    await mongoose.disconnect();
    await mongo.stop();
  });
  beforeEach(() => Ticket.deleteMany({}));

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

/** A ticket on sale whose first event went out, as most tickets are. */
export async function ticketOnSale(fields: { title?: string; price?: number; userId?: string } = {}) {
  const ticket = new Ticket({ title: 'Concert', price: 20, userId: newId(), ...fields });
  ticket.putOnSale();
  await ticket.save();
  await Ticket.updateOne({ _id: ticket._id }, { $set: { outbox: [] } });
  return ticket;
}

/** A ticket's state in the database. */
export async function stored(id: unknown) {
  return (await Ticket.findById(id).lean())!;
}
