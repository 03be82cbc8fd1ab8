import type { DeadLetter } from '@ticketing/common/bus';
import {
  DEAD_LETTER_CHANNEL,
  OrderStatus,
  Subjects,
  type TicketUpdatedEvent,
} from '@ticketing/common/events';
import { eventually } from '@ticketing/processes';
import { hearersOf, queueGroupOf, subjects } from '@ticketing/system';
import { MongoClient } from 'mongodb';
import { Redis } from 'ioredis';
import { known } from './testing/reservations.js';
import { connectToBus, tap } from './testing/bus.js';
import { RunningSystem } from './testing/running-system.js';
import { replicatedFields } from './testing/stored-ticket.js';
import { aTicket, type OrderBody, type TicketBody, Visitor } from './testing/visitor.js';

const WINDOW_SECONDS = 5;
/** Of the buyers who take turns to be the first, nobody wins as many tickets within a window. */
const PER_ACCOUNT = 24;
let running: RunningSystem;
let seller: Visitor;

beforeAll(async () => {
  running = await RunningSystem.start({
    expirationWindowSeconds: WINDOW_SECONDS,
    reservationsPerAccount: PER_ACCOUNT,
    instances: { orders: 2, tickets: 2 },
  });
  seller = await Visitor.signedUp(running.url);
});
afterAll(() => running.stop());
// processes that an earlier test killed may still be starting
beforeEach(everythingIsUp);

function everythingIsUp(): Promise<void> {
  const { system } = running;
  const down = () => system.processNames().filter((name) => !system.process(name).isUp);
  return eventually(() => expect(down()).toEqual([]));
}

const visitors = (count: number) =>
  Promise.all(Array.from({ length: count }, () => Visitor.signedUp(running.url)));

/** Reserves a ticket that was listed a moment ago. The orders service may learn of it a moment later. */
function reserve(buyer: Visitor, ticketId: string): Promise<OrderBody> {
  return eventually(async () => {
    const answer = await buyer.reserve(ticketId);
    expect(answer.status).toBe(201);
    return answer.body;
  });
}

const storedTickets = (client: MongoClient) =>
  client.db().collection<{ orderId?: string }>('tickets').find().sort({ _id: 1 }).toArray();

/** Every ticket’s copy in orders equals the ticket, and its orderId is that of its one active order, or absent. */
async function expectConverged(): Promise<void> {
  const { mongo } = running.system.state();
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

describe('one buyer', () => {
  it('of 20 at once gets each of 50 tickets, the others are told, nothing breaks', async () => {
    const pids = running.system.state().processes;
    const buyers = await visitors(20);
    const tickets = await Promise.all(Array.from({ length: 50 }, (_, seat) => seller.sell(`Seat ${seat}`)));
    await known(running.system, tickets);
    for (const { id } of tickets) {
      buyers.push(buyers.shift()!); // the first one often wins
      const answers = await Promise.all(buyers.map((buyer) => buyer.reserve(id)));
      const won = answers.filter(({ status }) => status === 201);
      expect(answers.map(({ status }) => status).sort()).toEqual([
        201,
        ...Array.from({ length: 19 }, () => 400),
      ]);
      const refused = answers.filter(({ status }) => status === 400);
      for (const { body } of refused)
        expect(body).toEqual({ errors: [{ message: 'Ticket is already reserved' }] });
      await eventually(async () => {
        // the ticket names the winner's order until the time is up
        const { orderId, version } = await seller.ticket(id);
        expect(orderId ?? (version >= 2 ? won[0]!.body.id : undefined)).toBe(won[0]!.body.id);
      });
    }
    expect(running.system.state().processes).toEqual(pids);
    await expectConverged();
  });
});

interface Held {
  expiresAt: Date;
  cancelledAt?: Date;
}

/** The highest number of these orders that were live at the same time. */
function mostAtOnce(orders: readonly Held[]): number {
  const spans = orders.map(({ expiresAt, cancelledAt }) => ({
    from: expiresAt.getTime() - WINDOW_SECONDS * 1000,
    to: cancelledAt?.getTime() ?? Infinity,
  }));
  return Math.max(
    ...spans.map(({ from: at }) => spans.filter(({ from, to }) => from <= at && at < to).length),
  );
}

describe('what was seen is what is done', () => {
  const storedOrders = async (filter: object) => {
    const client = await MongoClient.connect(running.system.state().mongo.orders);
    return client
      .db()
      .collection('orders')
      .find(filter)
      .toArray()
      .finally(() => client.close());
  };

  it('a buyer who asks again, at once and on all instances, gets one order', async () => {
    const buyer = await Visitor.signedUp(running.url);
    const tickets = await Promise.all(Array.from({ length: 10 }, () => seller.sell()));
    await known(running.system, tickets);
    for (const { id } of tickets) {
      const answers = await Promise.all(Array.from({ length: 6 }, () => buyer.reserve(id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(await storedOrders({ 'ticket.id': id })).toHaveLength(1);
    }
  });

  it('a buyer whose answer was lost gets the same order, or one if there was none', async () => {
    const ticket = await seller.sell();
    await known(running.system, [ticket]);
    const buyer = await Visitor.signedUp(running.url);
    const first = buyer.reserve(ticket.id).catch(() => undefined);
    for (const name of ['orders', 'orders-2']) running.system.process(name).kill('SIGKILL');
    await first;
    const again = await eventually(async () => {
      const answer = await buyer.reserve(ticket.id);
      expect([200, 201]).toContain(answer.status);
      return answer.body;
    });
    const stored = await storedOrders({ 'ticket.id': ticket.id, status: OrderStatus.Created });
    expect(stored.map(({ _id }) => String(_id))).toEqual([again.id]);
  });

  it('an edit that orders has not heard of yet makes no order at another price', async () => {
    const buyer = await Visitor.signedUp(running.url);
    const ticket = await seller.sell('Stage pass', 10);
    await known(running.system, [ticket]);
    const bus = running.system.process('nats-streaming');
    await bus.stop();
    const edited = { title: 'Stage pass', price: 99 };
    expect((await seller.put(`/api/tickets/${ticket.id}`, edited)).status).toBe(200);
    const answer = await buyer.reserve(ticket.id, edited);
    expect(answer).toMatchObject({
      status: 409,
      body: { ticket: { id: ticket.id, title: 'Stage pass', price: 10 } },
    });
    await bus.start();
    await eventually(async () => {
      const later = await buyer.reserve(ticket.id, edited);
      expect(later).toMatchObject({ status: 201, body: { ticket: edited } });
    });
  });

  it('an account never holds more than its limit, on all instances, while they die', async () => {
    const buyer = await Visitor.signedUp(running.url);
    const tickets = await Promise.all(Array.from({ length: 2 * PER_ACCOUNT }, () => seller.sell()));
    await known(running.system, tickets);
    const answers = tickets.map(({ id }) => buyer.reserve(id).catch(() => undefined));
    await Promise.race(answers);
    running.system.process('orders').kill('SIGKILL');
    const placed = (await Promise.all(answers)).filter((answer) => answer?.status === 201);
    const userId = placed[0]!.body.userId;
    const stored = await storedOrders({ userId });
    expect(placed.length).toBeLessThanOrEqual(stored.length);
    expect(mostAtOnce(stored as unknown as Held[])).toBeLessThanOrEqual(PER_ACCOUNT);
    await eventually(async () => {
      await Promise.all(tickets.map(({ id }) => buyer.reserve(id).catch(() => undefined)));
      const live = await storedOrders({ userId, status: OrderStatus.Created });
      expect(live).toHaveLength(PER_ACCOUNT);
    });
  });

  it('one of several edits with one tag is made, on two instances', async () => {
    const { id } = await seller.sell();
    const path = `/api/tickets/${id}`;
    const tag = (await seller.get(path)).headers.get('etag')!;
    const edits = Array.from({ length: 12 }, (_, price) =>
      seller.put(path, aTicket({ price: price + 1 }), { 'if-match': tag }),
    );
    const statuses = (await Promise.all(edits)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array.from({ length: 11 }, () => 412)]);
    expect((await seller.ticket(id)).version).toBe(1);
  });

  it('a listing that is repeated on two instances, also after one died, lists one ticket', async () => {
    const ticket = aTicket({ title: 'Only once' });
    const list = () =>
      seller.post<TicketBody>('/api/tickets', ticket, { 'idempotency-key': 'once' }).catch(() => undefined);
    const answers = Array.from({ length: 12 }, list);
    running.system.process('tickets').kill();
    const first = (await Promise.all(answers)).filter((answer) => answer?.status === 201);
    expect(first.length).toBeLessThanOrEqual(1); // the answer may be the one that is lost
    await everythingIsUp();
    const again = await eventually(async () => {
      const answer = await list();
      expect([200, 201]).toContain(answer?.status);
      return answer!.body;
    });
    expect(first.map((answer) => answer?.body.id)).toEqual(first.map(() => again.id));
    const { body: found } = await seller.get<TicketBody[]>('/api/tickets?q=only once');
    expect(found.map(({ id }) => id)).toEqual([again.id]);
  });
});

describe('nothing is forgotten', () => {
  it('when the bus is down, an order is placed, and the orders service dies', async () => {
    const buyer = await Visitor.signedUp(running.url);
    const ticket = await seller.sell();
    await known(running.system, [ticket]);
    const bus = running.system.process('nats-streaming');
    await bus.stop();
    const answer = await buyer.reserve(ticket.id);
    expect(answer.status).toBe(201);
    for (const name of ['orders', 'orders-2']) running.system.process(name).kill('SIGKILL');
    await bus.start();
    // the version shows the hold even if the order's time is over before all processes are up again
    await eventually(async () => expect((await seller.ticket(ticket.id)).version).toBeGreaterThanOrEqual(1));
    await eventually(async () => expect((await buyer.order(answer.body.id)).status).toBe('cancelled'));
    await expectConverged();
  });

  it('when the tickets service dies right after it answered', async () => {
    const ticket = await seller.sell('Last words');
    for (const name of ['tickets', 'tickets-2']) running.system.process(name).kill('SIGKILL');
    await reserve(await Visitor.signedUp(running.url), ticket.id);
    await expectConverged();
  });
});

describe('every reservation ends', () => {
  async function orderInTime(): Promise<{ buyer: Visitor; order: OrderBody }> {
    const buyer = await Visitor.signedUp(running.url);
    const ticket = await seller.sell();
    return { buyer, order: await reserve(buyer, ticket.id) };
  }

  async function expectCancelled(buyer: Visitor, order: OrderBody, withinMs: number) {
    await eventually(
      async () => {
        const { status } = await buyer.order(order.id);
        if (status === 'cancelled')
          expect(Date.now()).toBeGreaterThanOrEqual(new Date(order.expiresAt).getTime());
        expect(status).toBe('cancelled');
      },
      WINDOW_SECONDS * 1000 + withinMs,
    );
  }

  it('while the worker is down', async () => {
    const { buyer, order } = await orderInTime();
    await running.system.process('expiration').stop();
    await expectCancelled(buyer, order, 8_000);
    await running.system.process('expiration').start();
  });

  it('when Redis lost all its data', async () => {
    const { buyer, order } = await orderInTime();
    const redis = new Redis(running.system.state().redis);
    await redis.flushall();
    redis.disconnect();
    await expectCancelled(buyer, order, 8_000);
  });

  it('when the worker, Redis, the bus and orders all die meanwhile', async () => {
    const { buyer, order } = await orderInTime();
    for (const name of ['expiration', 'redis', 'nats-streaming', 'orders', 'orders-2']) {
      running.system.process(name).kill('SIGKILL');
    }
    await everythingIsUp();
    await expectCancelled(buyer, order, 20_000);
    await expectConverged();
  });
});

describe('never the wrong one', () => {
  it('malformed, repeated, late and unknown messages change nothing and block nothing', async () => {
    const bus = await connectToBus(running.system);
    const letters = await tap<DeadLetter>(bus, DEAD_LETTER_CHANNEL);
    const updates = await tap<Partial<TicketUpdatedEvent['data']> | null>(bus, Subjects.TicketUpdated);
    const pids = running.system.state().processes;
    const buyer = await Visitor.signedUp(running.url);
    const ticket = await seller.sell('Steady', 10);
    const first = await reserve(buyer, ticket.id);
    await buyer.delete(`/api/orders/${first.id}`);
    const second = await reserve(buyer, ticket.id);
    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBe(second.id));
    const before = await seller.ticket(ticket.id);

    const unknown = 'f'.repeat(24);
    const malformed = [
      '',
      'not json',
      '{}',
      '[]',
      'null',
      '{"id":{"$ne":null}}',
      JSON.stringify({ id: ticket.id, version: -1 }),
    ];
    for (const subject of Object.values(Subjects)) {
      for (const body of malformed) await bus.publish(subject, body);
    }
    const send = (subject: Subjects, data: object) => bus.publish(subject, JSON.stringify(data));
    const stale = { ...aTicket({ title: 'Stale', price: 1 }), id: ticket.id, version: 0, userId: unknown };
    await send(Subjects.TicketCreated, stale); // repeated
    await send(Subjects.TicketUpdated, { ...stale, version: 1 }); // late
    const { userId } = second;
    const held = {
      status: 'created',
      userId,
      expiresAt: first.expiresAt,
      ticket: { id: ticket.id, price: 10, hold: 1 },
    };
    await send(Subjects.OrderCreated, { id: first.id, version: 0, ...held }); // repeated
    await send(Subjects.OrderCancelled, { id: first.id, version: 1, ticket: { id: ticket.id, hold: 1 } }); // repeated
    await send(Subjects.OrderCreated, {
      id: unknown,
      version: 0,
      ...held,
      ticket: { id: unknown, price: 1, hold: 1 },
    });
    await send(Subjects.OrderCancelled, { id: unknown, version: 0, ticket: { id: unknown, hold: 1 } });
    await send(Subjects.ExpirationComplete, { orderId: second.id }); // too early
    await send(Subjects.ExpirationComplete, { orderId: unknown });

    // each queue group that hears a subject parks all of them, and nobody else does
    const parked = subjects.flatMap((subject) =>
      hearersOf(subject).flatMap((name) => malformed.map(() => `${subject} ${queueGroupOf(name)}`)),
    );
    await eventually(() => {
      const unreadable = letters.filter(({ data }) => data.reason.startsWith('not a '));
      expect(unreadable.map(({ data }) => `${data.subject} ${data.queueGroup}`).sort()).toEqual(
        parked.sort(),
      );
      expect(letters.filter(({ data }) => data.reason.startsWith('there is no '))).toHaveLength(3);
    });
    expect(await seller.ticket(ticket.id)).toEqual(before);
    expect((await buyer.order(second.id)).status).toBe('created');
    expect(updates.filter(({ data }) => data?.title === 'Stale' && data.version! > 1)).toEqual([]);

    await eventually(async () => expect((await buyer.order(second.id)).status).toBe('cancelled'));
    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBeUndefined());
    await expectConverged();
    expect(running.system.state().processes).toEqual(pids);
    await bus.close();
  });

  it('a ticket that is sold stays sold, whatever comes late, again, or is untrue', async () => {
    const buyer = await Visitor.signedUp(running.url);
    const ticket = await seller.sell('Paid');
    const first = await reserve(await Visitor.signedUp(running.url), ticket.id);
    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBe(first.id));
    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBeUndefined());
    const order = await reserve(buyer, ticket.id);
    const { payment } = await eventually(() => buyer.pay(order.id));
    await eventually(async () => expect((await seller.ticket(ticket.id)).sold).toBe(true));
    const before = [await seller.ticket(ticket.id), await buyer.order(order.id)];

    const bus = await connectToBus(running.system);
    const send = (subject: Subjects, data: object) => bus.publish(subject, JSON.stringify(data));
    const { id, price } = ticket;
    const { userId, expiresAt } = order;
    const created = { version: 0, status: 'created', userId, expiresAt };
    await send(Subjects.OrderCreated, { ...created, id: first.id, ticket: { id, price, hold: 1 } });
    await send(Subjects.OrderCreated, { ...created, id: order.id, ticket: { id, price, hold: 2 } });
    await send(Subjects.OrderCancelled, { id: first.id, version: 1, ticket: { id, hold: 1 } });
    await send(Subjects.OrderCancelled, { id: order.id, version: 9, ticket: { id, hold: 2 } }); // untrue
    await send(Subjects.PaymentFailed, { id: payment.id, version: 9, orderId: order.id, reason: 'untrue' });
    await new Promise((resolve) => setTimeout(resolve, WINDOW_SECONDS * 1000 + 5_000));
    await send(Subjects.ExpirationComplete, { orderId: order.id });
    const marker = await reserve(buyer, (await seller.sell()).id);
    await eventually(async () => expect((await buyer.order(marker.id)).status).toBe('cancelled'));

    expect([await seller.ticket(ticket.id), await buyer.order(order.id)]).toEqual(before);
    expect((await buyer.reserve(ticket.id)).status).toBe(400);
    expect((await buyer.delete(`/api/orders/${order.id}`)).status).toBe(400);
    await expectConverged();
    await bus.close();
  });
});
