import type { DeadLetter } from '@ticketing/common/bus';
import { MOST_AHEAD, Subjects } from '@ticketing/common/events';
import { eventually, newId, testBus } from '@ticketing/testing';
import { Ticket } from '../models/ticket.js';
import { anOrder, aTicket, inFuture, ordersDatabase, past, stored, ticketState } from '../testing/orders.js';
import { ExpirationCompleteListener } from './listeners/expiration-complete-listener.js';
import { TicketCreatedListener } from './listeners/ticket-created-listener.js';
import { TicketUpdatedListener } from './listeners/ticket-updated-listener.js';

ordersDatabase();
const bus = testBus();
let parked: DeadLetter[];

beforeAll(async () => {
  await new TicketCreatedListener(bus.connection).listen();
  await new TicketUpdatedListener(bus.connection).listen();
  await new ExpirationCompleteListener(bus.connection).listen();
  parked = await bus.deadLetters();
});

describe('ticket:created and ticket:updated', () => {
  it('keep the copy of a ticket current, in any order', async () => {
    const ticket = ticketState();
    const { id } = ticket;
    const orderId = newId();
    await bus.publish(Subjects.TicketUpdated, { ...ticket, version: 2, price: 25, orderId });
    await bus.publish(Subjects.TicketCreated, { ...ticket, version: 0 });
    await bus.publish(Subjects.TicketUpdated, { ...ticket, version: 1, price: 22 });
    await eventually(async () => expect(await Ticket.findById(id).lean()).toMatchObject({ version: 2 }));
    const marker = newId();
    await bus.publish(Subjects.TicketUpdated, { ...ticket, id: marker, version: 1 });
    await bus.publish(Subjects.TicketCreated, { ...ticket, id: marker, version: 0 });
    await eventually(async () => expect(await Ticket.findById(marker).lean()).toMatchObject({ version: 1 }));
    expect(await Ticket.findById(id).lean()).toMatchObject({ version: 2, price: 25, orderId });
  });
});

describe('a forged ticket:updated', () => {
  it.each([
    ['a version far ahead', { version: MOST_AHEAD + 1 }, /^the version of the ticket .* is too far ahead/],
    ['the highest version', { version: Number.MAX_SAFE_INTEGER }, /version: /],
    ['a price of a part of a cent', { version: 1, price: 0.000001 }, /price: /],
  ])('with %s is parked, and the next honest one counts', async (_what, forged, reason) => {
    const ticket = ticketState();
    await bus.publish(Subjects.TicketCreated, ticket);
    await eventually(async () => expect(await Ticket.findById(ticket.id)).not.toBeNull());
    await bus.publish(Subjects.TicketUpdated, { ...ticket, ...forged });
    await eventually(() => {
      const letter = parked.find(({ body }) => body.includes(ticket.id));
      expect(letter?.reason).toMatch(reason);
    });
    await bus.publish(Subjects.TicketUpdated, { ...ticket, version: 1, price: 25 });
    await eventually(async () =>
      expect(await Ticket.findById(ticket.id).lean()).toMatchObject({ version: 1, price: 25 }),
    );
  });
});

describe('expiration:complete', () => {
  it('cancels the order whose time is over', async () => {
    const order = await anOrder({ ticketId: await aTicket(), expiresAt: past() });
    await bus.publish(Subjects.ExpirationComplete, { orderId: order.id as string });
    await bus.publish(Subjects.ExpirationComplete, { orderId: order.id as string });
    await eventually(async () =>
      expect(await stored(order._id)).toMatchObject({ status: 'cancelled', version: 1 }),
    );
  });

  it('is ignored before the time of the order is over', async () => {
    const early = await anOrder({ ticketId: await aTicket(), expiresAt: inFuture() });
    await bus.publish(Subjects.ExpirationComplete, { orderId: early.id as string });
    const marker = await anOrder({ ticketId: await aTicket(), expiresAt: past() });
    await bus.publish(Subjects.ExpirationComplete, { orderId: marker.id as string });
    await eventually(async () => expect((await stored(marker._id)).status).toBe('cancelled'));
    expect(await stored(early._id)).toMatchObject({ status: 'created', version: 0 });
  });

  it('is parked when there is no such order', async () => {
    const orderId = newId();
    await bus.publish(Subjects.ExpirationComplete, { orderId });
    await eventually(() =>
      expect(parked).toContainEqual(expect.objectContaining({ reason: `there is no order ${orderId}` })),
    );
  });
});
