import { connectMongo, isOutage } from '@ticketing/common';
import { MongoServer } from '@ticketing/local';
import mongoose from 'mongoose';
import { replicateTicket, Ticket } from './ticket.js';

const mongo = new MongoServer();
beforeAll(async () => {
  await mongo.start();
  await connectMongo(mongo.uri('orders'), [Ticket]);
});
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});

// resolved, it would be acknowledged to the bus, and the copy would stay behind for good
it('fails, to be tried again, while the database is away', async () => {
  const ticket = { id: 'a'.repeat(24), version: 0, title: 'Concert', price: 20, userId: 'b'.repeat(24) };
  await replicateTicket(ticket);
  await mongo.kill();
  const error: unknown = await replicateTicket({ ...ticket, version: 1 }).catch((reason: unknown) => reason);
  expect(isOutage(error)).toBe(true);
});
