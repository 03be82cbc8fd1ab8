import type { DeadLetter } from '@ticketing/common/bus';
import { DEAD_LETTER_CHANNEL, Subjects, type TicketUpdatedEvent } from '@ticketing/common/events';
import { eventually } from '@ticketing/processes';
import { hearersOf, queueGroupOf, subjects } from '@ticketing/system';
import { connectToBus, tap } from '../testing/bus.js';
import { expectConverged } from '../testing/expect-converged.js';
import { reserve } from '../testing/reservations.js';
import type { RunningSystem } from '../testing/running-system.js';
import { aTicket, Visitor } from '../testing/visitor.js';
import { sharedSystem, WINDOW_SECONDS } from './shared-system.js';

/** Messages on the bus that are malformed, repeated, late or untrue. */
export function neverTheWrongOne(): void {
  let running: RunningSystem;
  let seller: Visitor;
  beforeAll(async () => ({ running, seller } = await sharedSystem()));

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
    await expectConverged(running.system);
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
    await expectConverged(running.system);
    await bus.close();
  });
}
