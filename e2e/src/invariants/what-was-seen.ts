import { OrderStatus } from '@ticketing/common/events';
import { eventually } from '@ticketing/processes';
import { MongoClient } from 'mongodb';
import { everythingIsUp } from '../testing/everything-is-up.js';
import { known } from '../testing/reservations.js';
import type { RunningSystem } from '../testing/running-system.js';
import { aTicket, type TicketBody, Visitor } from '../testing/visitor.js';
import { PER_ACCOUNT, sharedSystem, WINDOW_SECONDS } from './shared-system.js';

/** Reservations, edits and listings that are repeated, compete, or stand on an old state. */
export function whatWasSeen(): void {
  let running: RunningSystem;
  let seller: Visitor;
  beforeAll(async () => ({ running, seller } = await sharedSystem()));

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
    await everythingIsUp(running.system);
    const again = await eventually(async () => {
      const answer = await list();
      expect([200, 201]).toContain(answer?.status);
      return answer!.body;
    });
    expect(first.map((answer) => answer?.body.id)).toEqual(first.map(() => again.id));
    const { body: found } = await seller.get<TicketBody[]>('/api/tickets?q=only once');
    expect(found.map(({ id }) => id)).toEqual([again.id]);
  });
}

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
