import { MOST_AHEAD, OrderStatus, Subjects } from '@ticketing/common/events';
import { eventually, newId, testBus, testDatabase } from '@ticketing/testing';
import type { DeadLetter } from '@ticketing/common/bus';
import { Ticket } from '../models/ticket.js';
import { aTicket, stored } from '../testing/tickets.js';
import { OrderCancelledListener } from './listeners/order-cancelled-listener.js';
import { OrderCompletedListener } from './listeners/order-completed-listener.js';
import { OrderCreatedListener } from './listeners/order-created-listener.js';

testDatabase(Ticket);
const bus = testBus();
let parked: DeadLetter[];

beforeAll(async () => {
  await new OrderCreatedListener(bus.connection).listen();
  await new OrderCancelledListener(bus.connection).listen();
  await new OrderCompletedListener(bus.connection).listen();
  parked = await bus.deadLetters();
});

const created = (ticketId: string, hold: number, id = newId()) => ({
  id,
  version: 0,
  status: OrderStatus.Created,
  userId: newId(),
  expiresAt: new Date().toISOString(),
  ticket: { id: ticketId, price: 20, hold },
});
const cancelled = (ticketId: string, hold: number, id = newId()) => ({
  id,
  version: 1,
  ticket: { id: ticketId, hold },
});

const completed = (ticketId: string, hold: number, id = newId()) => ({
  id,
  version: 2,
  userId: newId(),
  paymentId: newId(),
  ticket: { id: ticketId, price: 19.5, hold },
});
const EVENTS = {
  [Subjects.OrderCreated as string]: created,
  [Subjects.OrderCancelled]: cancelled,
  [Subjects.OrderCompleted]: completed,
};

/** Publishes events in this order. After each it waits until a later event, of another ticket, was handled. */
async function deliver(...events: [Subjects, object][]) {
  for (const [subject, data] of events) {
    await bus.publish(subject, data);
    const marker = await aTicket();
    await bus.publish(subject, EVENTS[subject]!(String(marker._id), 1));
    await eventually(async () => expect((await stored(marker._id)).hold).toBe(1));
  }
}

describe('order:created and order:cancelled', () => {
  it('reserve and release the ticket, and record both changes', async () => {
    const ticket = await aTicket();
    const id = String(ticket._id);
    const order = created(id, 1);
    await deliver([Subjects.OrderCreated, order]);
    expect(await stored(id)).toMatchObject({ orderId: order.id, version: 1 });
    await deliver([Subjects.OrderCancelled, cancelled(id, 1, order.id)]);
    const { outbox, version, orderId } = await stored(id);
    expect({ version, orderId }).toEqual({ version: 2, orderId: undefined });
    expect(outbox).toMatchObject([
      { subject: Subjects.TicketUpdated, data: { version: 1, orderId: order.id } },
      { subject: Subjects.TicketUpdated, data: { version: 2 } },
    ]);
    expect(outbox[1]?.data).not.toHaveProperty('orderId');
  });

  it('change nothing when they come twice', async () => {
    const id = String((await aTicket())._id);
    const order = created(id, 1);
    await deliver([Subjects.OrderCreated, order], [Subjects.OrderCreated, order]);
    expect((await stored(id)).version).toBe(1);
    const cancel = cancelled(id, 1, order.id);
    await deliver([Subjects.OrderCancelled, cancel], [Subjects.OrderCancelled, cancel]);
    expect((await stored(id)).version).toBe(2);
  });

  it('never reserve a ticket when the cancellation came first', async () => {
    const id = String((await aTicket())._id);
    const order = created(id, 1);
    await deliver([Subjects.OrderCancelled, cancelled(id, 1, order.id)], [Subjects.OrderCreated, order]);
    expect((await stored(id)).orderId).toBeUndefined();
  });

  it('never release a ticket that a newer order holds', async () => {
    const id = String((await aTicket())._id);
    const [old, current] = [created(id, 1), created(id, 2)];
    await deliver(
      [Subjects.OrderCreated, old],
      [Subjects.OrderCreated, current],
      [Subjects.OrderCancelled, cancelled(id, 1, old.id)],
    );
    expect((await stored(id)).orderId).toBe(current.id);
  });

  it('never give a ticket back to an older order', async () => {
    const id = String((await aTicket())._id);
    const [old, current] = [created(id, 1), created(id, 2)];
    await deliver([Subjects.OrderCreated, current], [Subjects.OrderCreated, old]);
    expect((await stored(id)).orderId).toBe(current.id);
  });

  it('lead to the same state in every order of arrival', async () => {
    const orders = [newId(), newId(), newId()];
    for (let round = 0; round < 6; round++) {
      const id = String((await aTicket())._id);
      const events: [Subjects, object][] = [
        [Subjects.OrderCreated, created(id, 1, orders[0])],
        [Subjects.OrderCancelled, cancelled(id, 1, orders[0])],
        [Subjects.OrderCreated, created(id, 2, orders[1])],
        [Subjects.OrderCancelled, cancelled(id, 2, orders[1])],
        [Subjects.OrderCreated, created(id, 3, orders[2])],
      ];
      const shuffled = [...events, ...events].sort(() => Math.random() - 0.5);
      await deliver(...shuffled);
      expect((await stored(id)).orderId).toBe(orders[2]);
    }
  });

  it.each([0.01, 1_000_000])(
    'reserve a ticket that was listed for $%d before prices had limits',
    async (price) => {
      const id = String((await aTicket({ price }))._id);
      const order = { ...created(id, 1), ticket: { id, price, hold: 1 } };
      await deliver([Subjects.OrderCreated, order]);
      const { orderId, outbox } = await stored(id);
      expect(orderId).toBe(order.id);
      expect(outbox).toMatchObject([{ subject: Subjects.TicketUpdated, data: { price } }]);
    },
  );

  it('are parked when there is no such ticket', async () => {
    const unknown = newId();
    await bus.publish(Subjects.OrderCreated, created(unknown, 1));
    await bus.publish(Subjects.OrderCancelled, cancelled(unknown, 1));
    await eventually(() => {
      const letters = parked.filter(({ reason }) => reason === `there is no ticket ${unknown}`);
      expect(letters).toHaveLength(2);
    });
  });
});

describe('an event with a hold that is too far ahead', () => {
  const KNOWN = 1;

  it.each([
    [Subjects.OrderCreated, MOST_AHEAD + KNOWN + 1],
    [Subjects.OrderCreated, 1_000_000_000],
    [Subjects.OrderCancelled, MOST_AHEAD + KNOWN + 1],
    [Subjects.OrderCancelled, 1_000_000_000],
    [Subjects.OrderCompleted, MOST_AHEAD + KNOWN + 1],
  ])('is parked, and freezes nothing: %s with %d', async (subject, hold) => {
    const id = String((await aTicket())._id);
    const [order, next] = [created(id, KNOWN), created(id, KNOWN + 1)];
    await deliver([Subjects.OrderCreated, order], [subject, EVENTS[subject]!(id, hold)]);
    expect(await stored(id)).toMatchObject({ orderId: order.id, hold: KNOWN, version: 1 });
    const reason = `the hold of the ticket ${id} ${hold} is too far ahead: the newest that is known is ${KNOWN}`;
    await eventually(() => expect(parked).toContainEqual(expect.objectContaining({ subject, reason })));
    await deliver(
      [Subjects.OrderCancelled, cancelled(id, KNOWN, order.id)],
      [Subjects.OrderCreated, next],
      [Subjects.OrderCompleted, completed(id, KNOWN + 1, next.id)],
    );
    expect(await stored(id)).toMatchObject({ soldTo: next.id, hold: KNOWN + 1 });
  });

  it('is believed when it is no further ahead than events can be', async () => {
    const id = String((await aTicket())._id);
    await deliver([Subjects.OrderCreated, created(id, MOST_AHEAD)]);
    expect(await stored(id)).toMatchObject({ hold: MOST_AHEAD });
  });

  it.each([1, 2, 1_000, MOST_AHEAD + 2, 1_000_000_000, Number.MAX_SAFE_INTEGER])(
    'never releases a sold ticket: a cancellation with hold %d',
    async (hold) => {
      const id = String((await aTicket())._id);
      const sale = completed(id, 1);
      await deliver([Subjects.OrderCompleted, sale], [Subjects.OrderCancelled, cancelled(id, hold)]);
      expect(await stored(id)).toMatchObject({ orderId: sale.id, soldTo: sale.id, hold: 1, version: 1 });
    },
  );
});

describe('order:completed', () => {
  const soldTo = (order: string) => ({ orderId: order, soldTo: order, soldFor: 19.5 });

  it('sells the reserved ticket, once, and records it', async () => {
    const id = String((await aTicket())._id);
    const order = created(id, 1);
    const event = completed(id, 1, order.id);
    await deliver([Subjects.OrderCreated, order], [Subjects.OrderCompleted, event]);
    await deliver([Subjects.OrderCompleted, event]);
    const { outbox, ...ticket } = await stored(id);
    expect(ticket).toMatchObject({ ...soldTo(order.id), version: 2 });
    expect(outbox).toMatchObject([
      { subject: Subjects.TicketUpdated, data: { version: 1, orderId: order.id } },
      { subject: Subjects.TicketUpdated, data: { version: 2, orderId: order.id, sold: true, price: 20 } },
    ]);
    expect(outbox[0]?.data).not.toHaveProperty('sold');
  });

  it('leads to the same state in every order of arrival', async () => {
    const [first, buyer] = [newId(), newId()];
    for (let round = 0; round < 6; round++) {
      const id = String((await aTicket())._id);
      const events: [Subjects, object][] = [
        [Subjects.OrderCreated, created(id, 1, first)],
        [Subjects.OrderCancelled, cancelled(id, 1, first)],
        [Subjects.OrderCreated, created(id, 2, buyer)],
        [Subjects.OrderCompleted, completed(id, 2, buyer)],
      ];
      const shuffled = [...events, ...events].sort(() => Math.random() - 0.5);
      await deliver(...shuffled);
      expect(await stored(id)).toMatchObject({ ...soldTo(buyer), hold: 2 });
    }
  });

  it('is parked when the ticket is sold to another order', async () => {
    const id = String((await aTicket())._id);
    const [event, other] = [completed(id, 1), completed(id, 2)];
    await deliver([Subjects.OrderCompleted, event], [Subjects.OrderCompleted, other]);
    expect(await stored(id)).toMatchObject(soldTo(event.id));
    await eventually(() => {
      const reason = `the ticket ${id} is sold to the order ${event.id} already`;
      expect(parked.filter((letter) => letter.reason === reason)).toHaveLength(1);
    });
  });

  it('is parked when there is no such ticket', async () => {
    const unknown = newId();
    await bus.publish(Subjects.OrderCompleted, completed(unknown, 1));
    await eventually(() =>
      expect(parked.filter(({ reason }) => reason === `there is no ticket ${unknown}`)).toHaveLength(1),
    );
  });
});
