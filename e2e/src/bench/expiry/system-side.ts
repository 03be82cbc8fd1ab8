import {
  OrderStatus,
  Subjects,
  type OrderCancelledEvent,
  type TicketUpdatedEvent,
} from '@ticketing/common/events';
import { eventually } from '@ticketing/processes';
import { MongoClient, ObjectId } from 'mongodb';
import { connectToBus, tap } from '../../testing/bus.js';
import type { RunningSystem } from '../../testing/running-system.js';
import { type TicketBody, Visitor } from '../../testing/visitor.js';
import { COUNT, type Side } from './side.js';

/** In this time the tickets are reserved and the timers are set. */
const LEAD_MS = 8_000;

/**
 * The services. An order ends a fixed time after it was placed. So orders that end at the same instant can't be placed
 * over HTTP: they are written into the orders database, each with its event in its outbox, as the service itself would
 * write them. From there on everything works as usual: relay, bus, tickets, worker, Redis.
 */
export async function systemSide(running: RunningSystem): Promise<Side & { wrong(): Promise<number> }> {
  const seller = await Visitor.signedUp(running.url);
  console.log('  listing the tickets …');
  const tickets: TicketBody[] = [];
  while (tickets.length < COUNT)
    tickets.push(...(await Promise.all(Array.from({ length: 20 }, () => seller.sell()))));
  const bus = await connectToBus(running.system);
  const client = await MongoClient.connect(running.system.state().mongo.orders);
  const orders = client.db().collection('orders');
  const cancelled = await tap<OrderCancelledEvent['data']>(bus, Subjects.OrderCancelled);
  const complete = await tap(bus, Subjects.ExpirationComplete);
  const updated = await tap<TicketUpdatedEvent['data']>(bus, Subjects.TicketUpdated);
  let hold = 0;
  let cancelledBefore = 0;
  return {
    name: 'system',
    pids: [],
    leadMs: LEAD_MS,
    async place(expiresAt) {
      hold++;
      cancelledBefore += cancelled.length;
      [cancelled, complete, updated].forEach((heard) => heard.splice(0));
      await orders.insertMany(tickets.map((ticket) => placed(ticket, hold, expiresAt)));
      const reserved = () =>
        new Set(updated.filter(({ data }) => data.orderId).map(({ data }) => data.id)).size;
      await eventually(() => {
        if (reserved() < COUNT)
          throw new Error(`only ${reserved()} tickets are reserved before the time is over`);
      }, LEAD_MS - 2_000);
    },
    heard: () => ({ fired: complete, cancelled, released: updated.filter(({ data }) => !data.orderId) }),
    /** How many orders were not cancelled, or cancelled twice. */
    async wrong() {
      const left = await orders.countDocuments({ status: { $ne: OrderStatus.Cancelled } });
      return left + Math.abs(cancelledBefore + cancelled.length - hold * COUNT);
    },
    async close() {
      await Promise.all([client.close(), bus.close()]);
    },
  };
}

function placed({ id: ticketId, title, price }: TicketBody, hold: number, expiresAt: Date) {
  const _id = new ObjectId();
  const userId = new ObjectId().toHexString();
  const status = OrderStatus.Created;
  const data = {
    id: _id.toHexString(),
    version: 0,
    status,
    userId,
    expiresAt: expiresAt.toISOString(),
    ticket: { id: ticketId, price, hold },
  };
  const outbox = [{ id: new ObjectId(), subject: Subjects.OrderCreated, data, at: new Date() }];
  return {
    _id,
    version: 0,
    userId,
    status,
    expiresAt,
    ticket: { id: ticketId, title, price },
    hold,
    outbox,
  };
}
