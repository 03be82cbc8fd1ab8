import { OrderStatus } from '@ticketing/common/events';
import type { System } from '@ticketing/local';
import { eventually } from '@ticketing/processes';
import { MongoClient } from 'mongodb';
import { replicatedFields } from './stored-ticket.js';

const storedTickets = (client: MongoClient) =>
  client.db().collection<{ orderId?: string }>('tickets').find().sort({ _id: 1 }).toArray();

/** Every ticket’s copy in orders equals the ticket, and its orderId is that of its one active order, or absent. */
export async function expectConverged(system: System): Promise<void> {
  const { mongo } = system.state();
  const [ticketsDb, ordersDb] = await Promise.all([
    MongoClient.connect(mongo.tickets),
    MongoClient.connect(mongo.orders),
  ]);
  try {
    await eventually(async () => {
      const [owned, copies] = await Promise.all([storedTickets(ticketsDb), storedTickets(ordersDb)]);
      expect(copies).toEqual(owned.map(replicatedFields));
      const active = await ordersDb
        .db()
        .collection<{ ticket: { id: string } }>('orders')
        .find({ status: { $ne: OrderStatus.Cancelled } })
        .toArray();
      const holders = owned.filter(({ orderId }) => orderId).map((t) => [String(t._id), t.orderId]);
      expect(holders.sort()).toEqual(active.map(({ _id, ticket }) => [ticket.id, String(_id)]).sort());
      const waiting = { 'outbox.0': { $exists: true } };
      expect(await ticketsDb.db().collection('tickets').countDocuments(waiting)).toBe(0);
      expect(await ordersDb.db().collection('orders').countDocuments(waiting)).toBe(0);
    });
  } finally {
    await Promise.all([ticketsDb.close(), ordersDb.close()]);
  }
}
