import { OrderStatus } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import type { JSONWebKeySet } from 'jose';
import { Order } from '../models/order.js';
import { checkPass } from '../pass/pass.js';
import { anOrder, aTicket, ordersApi } from '../testing/orders.js';

const as = ordersApi();
const completedAt = new Date('2026-03-01T19:30:00.000Z');

async function completeOrder(fields: object = {}) {
  const order = await anOrder({ ticketId: await aTicket(), status: OrderStatus.Complete });
  await Order.updateOne({ _id: order._id }, { $set: { completedAt, paymentId: newId(), ...fields } });
  return order;
}
const passOf = (order: { _id: unknown }) => `/api/orders/${String(order._id)}/pass`;

describe('GET /api/orders/:id/pass', () => {
  it('gives the buyer a pass that the public keys check', async () => {
    const order = await completeOrder();
    const res = await as(order.userId).get(passOf(order)).expect(200);
    const keys = await as().get('/api/orders/pass-keys').expect(200);
    const { token } = res.body as { token: string };
    const claims = await checkPass(token, keys.body as JSONWebKeySet);
    expect(claims).toMatchObject({ jti: String(order._id), ticketId: order.ticket.id, title: 'Concert' });
    expect(claims.iat).toBe(completedAt.getTime() / 1000);
    expect(res.headers['cache-control']).toBe('no-store');
  });

  it('gives nobody else a pass', async () => {
    const order = await completeOrder();
    await as().get(passOf(order)).expect(401);
    await as(newId()).get(passOf(order)).expect(401);
    for (const id of [newId(), 'pass-keys', 'abc'])
      await as(newId())
        .get(passOf({ _id: id }))
        .expect(404);
  });

  it.each([OrderStatus.Created, OrderStatus.AwaitingPayment, OrderStatus.Cancelled])(
    'gives no pass of an order that is %s',
    async (status) => {
      const order = await anOrder({ ticketId: await aTicket(), status });
      const message = 'This order is not complete, so it has no pass';
      await as(order.userId)
        .get(passOf(order))
        .expect(400, { errors: [{ message }] });
    },
  );

  it('gives no pass of an order that was refunded', async () => {
    const paymentId = newId();
    const refund = { paymentId, amount: 2000, refundId: 're_1', version: 3 };
    const order = await completeOrder({ paymentId, refund });
    const message = 'This order was refunded, so it has no pass any more';
    await as(order.userId)
      .get(passOf(order))
      .expect(400, { errors: [{ message }] });
  });

  it('gives a pass when the money of another payment was given back', async () => {
    const refund = { paymentId: newId(), amount: 2000, refundId: 're_1', version: 3 };
    const order = await completeOrder({ refund });
    await as(order.userId).get(passOf(order)).expect(200);
  });
});

it('GET /api/orders/pass-keys shows everybody the public keys and nothing secret', async () => {
  const res = await as().get('/api/orders/pass-keys').expect(200);
  const { keys } = res.body as JSONWebKeySet;
  const text = expect.any(String) as string;
  expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: text, x: text }]);
  expect(res.headers['content-type']).toContain('application/jwk-set+json');
  expect(res.headers['cache-control']).toBe('public, max-age=300');
});
