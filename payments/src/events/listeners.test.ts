import type { Listener } from '@ticketing/common/bus';
import { type EventData, MOST_AHEAD, OrderStatus, Subjects } from '@ticketing/common/events';
import { eventually, newId, testBus } from '@ticketing/testing';
import { mongo } from 'mongoose';
import { Order } from '../models/order.js';
import { idOf, Payment, type PaymentDocument } from '../models/payment.js';
import type { Reconciler } from '../reconcile/reconciler.js';
import { aPayment, eventsOf, orderCreated, paymentsDatabase, stored } from '../testing/payments.js';
import { OrderCancelledListener } from './listeners/order-cancelled-listener.js';
import { OrderClaimedListener } from './listeners/order-claimed-listener.js';
import { OrderCompletedListener } from './listeners/order-completed-listener.js';
import { OrderCreatedListener } from './listeners/order-created-listener.js';

paymentsDatabase();
const bus = testBus();
const soon = jest.fn<void, [PaymentDocument]>();

type Heard =
  Subjects.OrderCreated | Subjects.OrderCancelled | Subjects.OrderClaimed | Subjects.OrderCompleted;
/** The subject of an event, and its data. */
type HeardEvent = { [S in Heard]: [subject: S, data: EventData<S>] }[Heard];

let listeners: { [S in Heard]: Listener<S> };

const handle = <S extends Heard>(subject: S, data: EventData<S>) => listeners[subject].onMessage(data);

beforeAll(async () => {
  const reconciler = { soon } as unknown as Reconciler;
  listeners = {
    [Subjects.OrderCreated]: new OrderCreatedListener(bus.connection),
    [Subjects.OrderCancelled]: new OrderCancelledListener(bus.connection, reconciler),
    [Subjects.OrderClaimed]: new OrderClaimedListener(bus.connection, reconciler),
    [Subjects.OrderCompleted]: new OrderCompletedListener(bus.connection, reconciler),
  };
  for (const listener of Object.values(listeners)) await listener.listen();
});
beforeEach(() => soon.mockClear());

/** The events of an order as they are published, and those of them that come when it is cancelled, or paid. */
function eventsOfOrder(end: 'cancelled' | 'paid', paymentId = newId()) {
  const created = orderCreated();
  const { id, userId, ticket } = created;
  const cancelled = { id, version: 1, ticket };
  const claimed = { id, version: 1, ticket, paymentId };
  const completed = { id, version: 2, ticket, paymentId, userId };
  const later: HeardEvent[] =
    end === 'cancelled'
      ? [[Subjects.OrderCancelled, cancelled]]
      : [
          [Subjects.OrderClaimed, claimed],
          [Subjects.OrderCompleted, completed],
        ];
  const events: HeardEvent[] = [[Subjects.OrderCreated, created], ...later];
  return { created, cancelled, claimed, completed, events };
}

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

const ORDERS = (['cancelled', 'paid'] as const).flatMap((end) =>
  permutations(eventsOfOrder(end).events.map((_, index) => index)).map((order) => [end, order] as const),
);

it.each(ORDERS)('knows an order that is %s from its events in the order %j', async (end, order) => {
  const { created, events } = eventsOfOrder(end);
  for (const index of order) {
    const [subject, data] = events[index]!;
    for (let times = 0; times < 2; times++) await handle(subject, data);
  }
  expect(await Order.findById(created.id).lean()).toMatchObject({
    state: end === 'cancelled' ? OrderStatus.Cancelled : OrderStatus.Complete,
    version: end === 'cancelled' ? 1 : 2,
    userId: created.userId,
    amount: 1999,
    ticketId: created.ticket.id,
    hold: 1,
    expiresAt: new Date(created.expiresAt),
  });
});

it('knows the end of an order whose events come at once', async () => {
  for (let round = 0; round < 20; round++) {
    const { created, events } = eventsOfOrder('cancelled');
    await Promise.all(
      [...events, ...events].map(([subject, data]) =>
        // the listener tries again what fails
        handle(subject, data).catch(() => handle(subject, data)),
      ),
    );
    expect(await Order.findById(created.id).lean()).toMatchObject({
      state: 'cancelled',
      userId: created.userId,
    });
  }
});

it('voids the payment of a cancelled order, and captures the payment of a claimed one', async () => {
  const cancelled = eventsOfOrder('cancelled');
  const lost = String((await aPayment(cancelled.created))._id);
  const other = newId();
  const paid = eventsOfOrder('paid', other);
  const first = String((await aPayment(paid.created, { attempt: 1 }))._id);
  await handle(Subjects.OrderCancelled, cancelled.cancelled);
  await handle(Subjects.OrderClaimed, paid.claimed);
  expect(await stored(lost)).toMatchObject({ goal: 'void', reason: 'order-cancelled' });
  expect(await stored(first)).toMatchObject({ goal: 'void', reason: 'other-payment' });
  expect(soon.mock.calls.map(([payment]) => idOf(payment))).toEqual([lost, first]);

  const mine = eventsOfOrder('paid');
  const id = String((await aPayment(mine.created))._id);
  await handle(Subjects.OrderClaimed, { ...mine.claimed, paymentId: id });
  await handle(Subjects.OrderClaimed, { ...mine.claimed, paymentId: id });
  expect(await stored(id)).toMatchObject({ goal: 'capture', version: 1 });
});

it('never turns from capturing to voiding when events come late', async () => {
  const { created, cancelled, completed } = eventsOfOrder('paid');
  const id = String((await aPayment(created))._id);
  await handle(Subjects.OrderCompleted, { ...completed, paymentId: id });
  await handle(Subjects.OrderCancelled, cancelled);
  expect(await stored(id)).toMatchObject({ goal: 'capture' });
});

it.each([
  ['paid', 'payment:created'],
  ['failed', 'payment:failed'],
  ['voided', 'payment:failed'],
] as const)('tells an order that waits for a %s payment of its end again', async (outcome, subject) => {
  const { created, claimed } = eventsOfOrder('paid');
  const payment = await aPayment(created, {
    settled: true,
    outcome,
    stripeId: `pi_${newId()}`,
    dueAt: undefined,
  });
  await handle(Subjects.OrderClaimed, { ...claimed, paymentId: String(payment._id) });
  expect(await eventsOf(payment._id)).toMatchObject([{ subject, orderId: created.id }]);
});

it('gives the money of a cancelled order back', async () => {
  const { created, cancelled } = eventsOfOrder('cancelled');
  const payment = await aPayment(created, {
    goal: 'capture',
    settled: true,
    outcome: 'paid',
    stripeId: `pi_${newId()}`,
    dueAt: undefined,
  });
  await handle(Subjects.OrderCancelled, cancelled);
  await handle(Subjects.OrderCancelled, cancelled);
  expect(await stored(payment._id)).toMatchObject({ goal: 'refund', settled: false, version: 1 });
});

it('keeps the money of a complete order, whatever a later event says', async () => {
  const { created, cancelled, completed } = eventsOfOrder('paid');
  const paid = { settled: true, outcome: 'paid', stripeId: `pi_${newId()}`, dueAt: undefined } as const;
  const payment = await aPayment(created, { goal: 'capture', ...paid });
  await handle(Subjects.OrderCompleted, { ...completed, paymentId: String(payment._id) });
  await handle(Subjects.OrderCancelled, { ...cancelled, version: 9 });
  expect(await Order.findById(created.id).lean()).toMatchObject({ state: OrderStatus.Complete, version: 2 });
  expect(await stored(payment._id)).toMatchObject({ goal: 'capture', settled: true, version: 0 });
});

it('believes no state that is too far ahead, and believes the next one', async () => {
  const { created, cancelled } = eventsOfOrder('cancelled');
  const id = String((await aPayment(created))._id);
  await handle(Subjects.OrderCreated, created);
  const far = { ...cancelled, version: MOST_AHEAD + 1 };
  await expect(handle(Subjects.OrderCancelled, far)).rejects.toMatchObject({
    code: 'TOO_FAR_AHEAD',
  });
  expect(await stored(id)).toMatchObject({ goal: 'authorise' });
  await handle(Subjects.OrderCancelled, cancelled);
  expect(await Order.findById(created.id).lean()).toMatchObject({ state: 'cancelled', version: 1 });
});

it.each<[string, { ticket?: { price: number }; userId?: string; expiresAt?: string }]>([
  ['price', { ticket: { price: 0.5 } }],
  ['buyer', { userId: newId() }],
  ['end', { expiresAt: new Date(0).toISOString() }],
])('lets nobody change the %s of an order that was announced', async (_what, { ticket, ...other }) => {
  const { created } = eventsOfOrder('cancelled');
  await handle(Subjects.OrderCreated, created);
  const before = await Order.findById(created.id).lean();
  const forged = { ...created, ...other, ticket: { ...created.ticket, ...ticket } };
  await expect(handle(Subjects.OrderCreated, forged)).rejects.toMatchObject({
    code: 'UNPROCESSABLE_MESSAGE',
  });
  await handle(Subjects.OrderCreated, created);
  expect(await Order.findById(created.id).lean()).toEqual(before);
});

it('keeps a message whose order could not be written', async () => {
  const { created, cancelled } = eventsOfOrder('cancelled');
  const error = { index: 0, code: 91, errmsg: 'the server shuts down' };
  const failure = new mongo.MongoBulkWriteError(
    { message: 'no', code: 91, writeErrors: [error as mongo.WriteError] },
    { getWriteConcernError: () => undefined } as mongo.BulkWriteResult,
  );
  const write = jest.spyOn(Order.collection, 'bulkWrite').mockRejectedValueOnce(failure);
  await expect(handle(Subjects.OrderCancelled, cancelled)).rejects.toThrow('shuts down');
  write.mockRestore();
  expect(await Order.findById(created.id)).toBeNull();
});

it('hears the events on the bus', async () => {
  const { created, events } = eventsOfOrder('cancelled');
  const id = String((await aPayment(created))._id);
  for (const [subject, data] of events) await bus.publish(subject, data);
  await eventually(async () => {
    expect(await stored(id)).toMatchObject({ goal: 'void' });
    expect(await Order.findById(created.id).lean()).toMatchObject({
      userId: created.userId,
      state: 'cancelled',
    });
  });
  expect(await Payment.countDocuments({ _id: id, dueAt: { $ne: null } })).toBe(1);
});

it('keeps no amount of an order that no card can be charged', async () => {
  for (const price of [0.01, 0.49, 1_000_000, 19.999]) {
    const created = orderCreated({ price });
    await handle(Subjects.OrderCreated, created);
    expect(await Order.findById(created.id).lean()).not.toHaveProperty('amount');
  }
});

it('reads once for the events of many orders that come at the same time', async () => {
  const created = Array.from({ length: 40 }, () => orderCreated());
  await Promise.all(created.map((order) => handle(Subjects.OrderCreated, order)));
  const reads = [Order, Payment].map(({ collection }) => jest.spyOn(collection, 'find'));
  await Promise.all(
    created.map(({ id, ticket }) => handle(Subjects.OrderCancelled, { id, version: 1, ticket })),
  );
  // the copies, once more to explain what a write did not change, and the payments
  expect(reads.map(({ mock }) => mock.calls.length).every((count) => count <= 2)).toBe(true);
  reads.forEach((read) => read.mockRestore());
});
