import { OrderStatus } from '@ticketing/common/events';
import { logger, newId } from '@ticketing/testing';
import type { OrderDocument } from '../models/order.js';
import { anOrder, aTicket, inFuture, ordersApi, past, stored } from '../testing/orders.js';
import { expireOrder } from '../use-cases/expire-order.js';
import { OverdueSweep } from '../use-cases/overdue-sweep.js';

const as = ordersApi();

async function anOrderUntil(expiresAt: Date, status?: OrderStatus) {
  const { _id, userId } = await anOrder({ ticketId: await aTicket(), expiresAt, ...(status && { status }) });
  return { id: String(_id), userId };
}

/** The times of an order, as the API shows it, in ms. */
async function shown(buyer: string, id: string) {
  const answer = await as(buyer).get(`/api/orders/${id}`).expect(200);
  const { cancelledAt, expiresAt } = answer.body as { cancelledAt?: string; expiresAt: string };
  return {
    ...(cancelledAt === undefined ? {} : { cancelledAt: Date.parse(cancelledAt) }),
    expiresAt: Date.parse(expiresAt),
  };
}

it('is absent while an order is live', async () => {
  const { id, userId } = await anOrderUntil(inFuture());
  expect(await shown(userId, id)).not.toHaveProperty('cancelledAt');
});

it.each([
  ['buyer', (order: OrderDocument) => order.cancel()],
  ['expired', (order: OrderDocument) => order.set({ expiresAt: past(3_000) }).expire()],
  [
    'payment-failed',
    (order: OrderDocument) => {
      const paymentId = newId();
      order.claim({ paymentId, amount: 2000 });
      order.paymentFailed(paymentId);
    },
  ],
])('stands beside the reason: %s', async (cancelReason, end) => {
  const order = await anOrder({ ticketId: await aTicket() });
  end(order);
  await order.save();
  const [id, userId] = [String(order._id), order.userId];
  const answer = await as(userId).get(`/api/orders/${id}`).expect(200);
  const { cancelledAt } = await stored(id);
  expect(answer.body).toMatchObject({ cancelReason, cancelledAt: cancelledAt!.toISOString() });
});

it('is before expiresAt when the buyer cancels, and stays the same when they cancel again', async () => {
  const { id, userId } = await anOrderUntil(inFuture());
  const before = Date.now();
  await as(userId).delete(`/api/orders/${id}`).expect(204);
  const first = await shown(userId, id);
  expect(first.cancelledAt).toBeGreaterThanOrEqual(before - 100);
  expect(first.cancelledAt).toBeLessThan(first.expiresAt);
  await as(userId).delete(`/api/orders/${id}`).expect(204);
  expect(await shown(userId, id)).toEqual(first);
  const [listed] = (await as(userId).get('/api/orders').expect(200)).body as { cancelledAt: string }[];
  expect(Date.parse(listed!.cancelledAt)).toBe(first.cancelledAt);
});

it.each([
  ['the buyer', (id: string, buyer: string) => as(buyer).delete(`/api/orders/${id}`).expect(204)],
  ['the worker', (id: string) => expireOrder(id)],
  ['the sweep', () => new OverdueSweep(logger).run()],
  [
    'the next buyer',
    async (id: string) => {
      const { ticket } = await stored(id);
      await as(newId()).post('/api/orders').send({ ticketId: ticket.id }).expect(201);
    },
  ],
])('is not before expiresAt when %s ends an order whose time is over', async (_who, end) => {
  const { id, userId } = await anOrderUntil(past(3_000));
  await end(id, userId);
  const { cancelledAt, expiresAt } = await shown(userId, id);
  expect(cancelledAt).toBeGreaterThanOrEqual(expiresAt);
});

it('stays the time of the first cancellation, whoever comes later', async () => {
  const { id, userId } = await anOrderUntil(new Date(Date.now() + 100));
  await as(userId).delete(`/api/orders/${id}`).expect(204);
  const first = await shown(userId, id);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await expireOrder(id);
  await as(userId).delete(`/api/orders/${id}`).expect(204);
  expect(await shown(userId, id)).toEqual(first);
});

it('is absent from an order that was cancelled before the field existed', async () => {
  const { id, userId } = await anOrderUntil(past(), OrderStatus.Cancelled);
  expect(await stored(id)).not.toHaveProperty('cancelledAt');
  expect(await shown(userId, id)).not.toHaveProperty('cancelledAt');
});
