import type { DeadLetter } from '@ticketing/common/bus';
import { MOST_AHEAD, OrderStatus, Subjects } from '@ticketing/common/events';
import { eventually, logger, newId, testBus } from '@ticketing/testing';
import { anOrder, aTicket, ordersDatabase, past, stored } from '../testing/orders.js';
import { PaymentAuthorisedListener } from './listeners/payment-authorised-listener.js';
import { PaymentCreatedListener } from './listeners/payment-created-listener.js';
import { PaymentFailedListener } from './listeners/payment-failed-listener.js';
import { PaymentRefundedListener } from './listeners/payment-refunded-listener.js';
import { strayPayments } from './report-stray-payment.js';

ordersDatabase();
const bus = testBus();
let parked: DeadLetter[];

beforeAll(async () => {
  await new PaymentAuthorisedListener(bus.connection).listen();
  await new PaymentCreatedListener(bus.connection).listen();
  await new PaymentFailedListener(bus.connection).listen();
  await new PaymentRefundedListener(bus.connection).listen();
  parked = await bus.deadLetters();
});
afterEach(() => jest.restoreAllMocks());

const money = { amount: 2000, currency: 'usd' };
const paymentOf = (orderId: string, id = newId()) => ({ id, orderId, version: 1 });

/** Publishes an event, and resolves to the order after the event was handled. */
async function deliver(subject: Subjects, event: { orderId: string }) {
  const { version } = await stored(event.orderId);
  await bus.publish(subject, event);
  await eventually(async () => expect((await stored(event.orderId)).version).toBeGreaterThan(version));
  return stored(event.orderId);
}

/** Publishes an event that must change nothing, and waits until a later one of the same kind was handled. */
async function deliverInVain(subject: Subjects, event: { orderId: string }) {
  const before = await stored(event.orderId);
  const marker = String((await anOrder({ ticketId: await aTicket(), status: OrderStatus.Created }))._id);
  await bus.publish(subject, event);
  await deliver(subject, {
    ...event,
    ...paymentOf(marker),
    ...(subject === Subjects.PaymentAuthorised && money),
  });
  expect(await stored(event.orderId)).toEqual(before);
}

const authorised = (orderId: string, id?: string, other = {}) =>
  deliver(Subjects.PaymentAuthorised, { ...paymentOf(orderId, id), ...money, ...other });
const created = (orderId: string, id?: string, other = {}) => ({
  ...paymentOf(orderId, id),
  ...money,
  stripeId: 'pi_1',
  ...other,
});
const strays = async (subject: Subjects) => {
  const { values } = await strayPayments.get();
  return values.find(({ labels }) => labels.subject === subject)?.value ?? 0;
};

async function orderThatIs(status: OrderStatus, paymentId?: string) {
  const fields = { ticketId: await aTicket(), status, ...(paymentId && { paymentId }) };
  return String((await anOrder(fields))._id);
}

describe('payment:authorised', () => {
  it('claims the order, and says so', async () => {
    const [id, paymentId] = [await orderThatIs(OrderStatus.Created), newId()];
    const order = await authorised(id, paymentId);
    expect(order).toMatchObject({
      status: 'awaiting:payment',
      paymentId,
      version: 1,
      outbox: [
        {
          subject: Subjects.OrderClaimed,
          data: { id, version: 1, paymentId, ticket: { id: order.ticket.id, price: 20, hold: 1 } },
        },
      ],
    });
  });

  it('claims an order whose time is over, if nobody has cancelled it', async () => {
    const order = await anOrder({ ticketId: await aTicket(), expiresAt: past(5_000) });
    expect((await authorised(String(order._id))).status).toBe('awaiting:payment');
  });

  it.each([
    ['itself has claimed the order', OrderStatus.AwaitingPayment, Subjects.OrderClaimed, true],
    ['another payment has claimed the order', OrderStatus.AwaitingPayment, Subjects.OrderClaimed, false],
    ['has paid the order', OrderStatus.Complete, Subjects.OrderCompleted, true],
    ['another payment has paid the order', OrderStatus.Complete, Subjects.OrderCompleted, false],
    ['the order is cancelled', OrderStatus.Cancelled, Subjects.OrderCancelled, false],
  ])('is answered with the state of the order when %s', async (_what, status, subject, isOwn) => {
    const paymentId = newId();
    const id = await orderThatIs(status, paymentId);
    for (const version of [1, 2]) {
      const order = await authorised(id, isOwn ? paymentId : newId());
      expect(order).toMatchObject({ status, version });
      const answer = order.outbox.at(-1)!;
      expect(answer).toMatchObject({ subject, data: { id, version, ticket: { hold: 1 } } });
      if (status !== OrderStatus.Cancelled) expect(answer.data).toMatchObject({ paymentId });
    }
  });

  it('claims nothing with another amount than the price, and is reported', async () => {
    const id = await orderThatIs(OrderStatus.Created);
    const [error, before] = [jest.spyOn(logger, 'error'), await strays(Subjects.PaymentAuthorised)];
    await deliverInVain(Subjects.PaymentAuthorised, { ...paymentOf(id), ...money, amount: 1999 } as never);
    expect(await strays(Subjects.PaymentAuthorised)).toBe(before + 1);
    expect(error).toHaveBeenCalledTimes(1);
  });
});

describe('payment:created', () => {
  it.each([OrderStatus.AwaitingPayment, OrderStatus.Created])(
    'completes an order that is %s, once',
    async (status) => {
      const paymentId = newId();
      const id = await orderThatIs(status, paymentId);
      const order = await deliver(Subjects.PaymentCreated, created(id, paymentId));
      expect(order).toMatchObject({
        status: 'complete',
        paymentId,
        version: 1,
        outbox: [
          {
            subject: Subjects.OrderCompleted,
            data: {
              id,
              version: 1,
              userId: order.userId,
              paymentId,
              ticket: { id: order.ticket.id, price: 20, hold: 1 },
            },
          },
        ],
      });
      expect(Math.abs(Number(order.completedAt) - Date.now())).toBeLessThan(5_000);
      await deliverInVain(Subjects.PaymentCreated, created(id, paymentId));
    },
  );

  it.each([
    ['of a cancelled order', OrderStatus.Cancelled, {}],
    ['of an order that another payment has claimed', OrderStatus.AwaitingPayment, {}],
    ['of an order that another payment has paid', OrderStatus.Complete, {}],
    ['with another amount than the price', OrderStatus.Created, { amount: 2001 }],
  ])('%s changes nothing, is reported and is not parked', async (_what, status, other) => {
    const id = await orderThatIs(status);
    const [error, before] = [jest.spyOn(logger, 'error'), await strays(Subjects.PaymentCreated)];
    const event = created(id, newId(), other);
    await bus.publish(Subjects.PaymentCreated, event);
    await eventually(async () => expect(await strays(Subjects.PaymentCreated)).toBe(before + 1));
    expect(error).toHaveBeenCalledWith(
      { subject: Subjects.PaymentCreated, paymentId: event.id, orderId: id, amount: event.amount },
      'a payment contradicts its order; the order stays as it is',
    );
    expect(await stored(id)).toMatchObject({ status, version: 0, outbox: [] });
    await deliver(Subjects.PaymentCreated, created(await orderThatIs(OrderStatus.Created)));
    expect(parked.filter(({ body }) => body.includes(id))).toEqual([]);
  });
});

describe('payment:failed', () => {
  const failed = (orderId: string, id?: string) => ({ ...paymentOf(orderId, id), reason: 'capture-failed' });

  it('cancels the order that waits for the payment, once', async () => {
    const paymentId = newId();
    const id = await orderThatIs(OrderStatus.AwaitingPayment, paymentId);
    expect(await deliver(Subjects.PaymentFailed, failed(id, paymentId))).toMatchObject({
      status: 'cancelled',
      cancelReason: 'payment-failed',
      version: 1,
      outbox: [{ subject: Subjects.OrderCancelled, data: { ticket: { hold: 1 } } }],
    });
    await deliverInVain(Subjects.PaymentFailed, failed(id, paymentId));
  });

  it.each([OrderStatus.AwaitingPayment, OrderStatus.Complete, OrderStatus.Cancelled])(
    'of another payment changes nothing in an order that is %s',
    async (status) => {
      const id = await orderThatIs(status);
      await deliverInVain(Subjects.PaymentFailed, failed(id));
    },
  );

  it('never cancels a complete order, though it is of its own payment', async () => {
    const paymentId = newId();
    const id = await orderThatIs(OrderStatus.Complete, paymentId);
    await deliverInVain(Subjects.PaymentFailed, failed(id, paymentId));
  });

  it('before the claim leaves the order to another payment', async () => {
    const [id, late, other] = [await orderThatIs(OrderStatus.Created), newId(), newId()];
    await deliver(Subjects.PaymentFailed, failed(id, late));
    await deliverInVain(Subjects.PaymentFailed, failed(id, late));
    await deliverInVain(Subjects.PaymentAuthorised, { ...paymentOf(id, late), ...money });
    expect(await stored(id)).toMatchObject({ status: 'created', outbox: [] });
    expect(await authorised(id, other)).toMatchObject({ status: 'awaiting:payment', paymentId: other });
  });
});

describe('payment:refunded', () => {
  const refunded = (orderId: string, id?: string, version = 3) => ({
    ...paymentOf(orderId, id),
    version,
    amount: 2000,
    refundId: `re_${version}`,
    reason: 'by-hand',
  });

  it.each([OrderStatus.AwaitingPayment, OrderStatus.Complete, OrderStatus.Cancelled])(
    'is kept on an order that is %s, once',
    async (status) => {
      const paymentId = newId();
      const id = await orderThatIs(status, paymentId);
      const order = await deliver(Subjects.PaymentRefunded, refunded(id, paymentId));
      const refund = { paymentId, amount: 2000, refundId: 're_3', version: 3 };
      expect(order).toMatchObject({ status, refund, outbox: [] });
      await deliverInVain(Subjects.PaymentRefunded, refunded(id, paymentId));
      await deliverInVain(Subjects.PaymentRefunded, refunded(id, paymentId, 2));
    },
  );

  it('with a version that is too far ahead is parked, and a later refund counts', async () => {
    const paymentId = newId();
    const id = await orderThatIs(OrderStatus.Complete, paymentId);
    await bus.publish(Subjects.PaymentRefunded, refunded(id, paymentId, MOST_AHEAD + 1));
    await eventually(() => {
      const letter = parked.find(({ body }) => body.includes(paymentId));
      expect(letter?.reason).toMatch(/^the version of the payment .* is too far ahead/);
    });
    const order = await deliver(Subjects.PaymentRefunded, refunded(id, paymentId));
    expect(order).toMatchObject({ refund: { version: 3 } });
  });

  it('of a payment that the order does not belong to is reported', async () => {
    const id = await orderThatIs(OrderStatus.Complete);
    const before = await strays(Subjects.PaymentRefunded);
    await deliverInVain(Subjects.PaymentRefunded, refunded(id));
    expect(await strays(Subjects.PaymentRefunded)).toBe(before + 1);
  });
});

it('an event of an order that does not exist is parked', async () => {
  const unknown = newId();
  await bus.publish(Subjects.PaymentAuthorised, { ...paymentOf(unknown), ...money });
  await bus.publish(Subjects.PaymentCreated, created(unknown));
  await bus.publish(Subjects.PaymentFailed, { ...paymentOf(unknown), reason: 'canceled' });
  await bus.publish(Subjects.PaymentRefunded, {
    ...paymentOf(unknown),
    amount: 1,
    refundId: 're_1',
    reason: '',
  });
  await eventually(() => {
    const letters = parked.filter(({ reason }) => reason === `there is no order ${unknown}`);
    expect(letters.map(({ subject }) => subject).sort()).toEqual([
      Subjects.PaymentAuthorised,
      Subjects.PaymentCreated,
      Subjects.PaymentFailed,
      Subjects.PaymentRefunded,
    ]);
  });
});
