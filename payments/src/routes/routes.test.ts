import { OrderStatus } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import type { Response } from 'supertest';
import { Order } from '../models/order.js';
import { Payment } from '../models/payment.js';
import { testBank } from '../testing/bank.js';
import {
  anOrder,
  aPayment,
  eventsOf,
  inFuture,
  orderCreated,
  orderIs,
  paymentsApi,
  stored,
} from '../testing/payments.js';
import { replicateNewOrder } from '../models/order.js';

const bank = testBank();
const as = paymentsApi(bank);

interface Body {
  id: string;
  status: string;
  clientSecret?: string;
}
const bodyOf = (res: Response) => res.body as Body;
const messageOf = (res: Response) => (res.body as { errors: { message: string }[] }).errors[0]!.message;
const pay = (userId: string, orderId: string) => as(userId).post('/api/payments').send({ orderId });

async function aBegunPayment(fields?: Parameters<typeof anOrder>[0]) {
  const order = await anOrder(fields);
  const body = bodyOf(await pay(order.userId, order.id).expect(201));
  const { stripeId } = await stored(body.id);
  return { order, ...body, stripeId: stripeId! };
}

describe('POST /api/payments', () => {
  it('begins a payment of the amount of the order, which the buyer can confirm', async () => {
    const order = await anOrder({ price: 1234.56 });
    const res = await as(order.userId)
      .post('/api/payments')
      .send({ orderId: order.id.toUpperCase(), amount: 1, currency: 'eur' })
      .expect(201);
    const [intent] = await bank.intentsOf(order.id);
    expect(res.body).toEqual({
      id: intent!.metadata.paymentId,
      orderId: order.id,
      status: 'open',
      amount: 123_456,
      currency: 'usd',
      expiresAt: order.expiresAt,
      clientSecret: intent!.client_secret,
    });
    expect(intent).toMatchObject({
      amount: 123_456,
      currency: 'usd',
      capture_method: 'manual',
      payment_method_types: ['card'],
      metadata: { orderId: order.id, userId: order.userId },
    });
  });

  it('answers the same again with the same payment', async () => {
    const order = await anOrder();
    const first = await pay(order.userId, order.id).expect(201);
    const second = await pay(order.userId, order.id).expect(200);
    expect(second.body).toEqual(first.body);
    expect(await bank.intentsOf(order.id)).toHaveLength(1);
  });

  it('makes one payment of 10 requests that come at once', async () => {
    const order = await anOrder();
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay(order.userId, order.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map((res) => bodyOf(res).clientSecret)).size).toBe(1);
    expect(await Payment.countDocuments({ orderId: order.id })).toBe(1);
    expect(await bank.intentsOf(order.id)).toHaveLength(1);
  });

  it('never stores two unsettled payments of an order, or two with one number', async () => {
    const order = await anOrder();
    await aPayment(order);
    await expect(aPayment(order, { attempt: 2 })).rejects.toMatchObject({ code: 11000 });
    const settled = { settled: true, outcome: 'failed' } as const;
    await expect(aPayment(order, settled)).rejects.toMatchObject({ keyPattern: { orderId: 1, attempt: 1 } });
    await aPayment(order, { ...settled, attempt: 2 });
  });

  it('refuses anybody but the buyer', async () => {
    const order = await anOrder();
    await pay(newId(), order.id).expect(401);
    await as().post('/api/payments').send({ orderId: order.id }).expect(401);
    expect(await Payment.countDocuments()).toBe(0);
  });

  it('waits for an order that was placed just now, and for no other', async () => {
    const young = orderCreated();
    const answer = pay(young.userId, young.id).then(({ status }) => status);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await replicateNewOrder(young);
    expect(await answer).toBe(201);

    const find = jest.spyOn(Order, 'findById');
    await pay(newId(), 'a'.repeat(24)).expect(404);
    expect(find).toHaveBeenCalledTimes(1);
    await pay(newId(), newId()).expect(404);
    expect(find.mock.calls.length).toBeGreaterThan(5);
    find.mockRestore();
  });

  it.each([undefined, '', 'x', { $ne: null }, ['a'.repeat(24)]])(
    'refuses %j as an order',
    async (orderId) => {
      const res = await as(newId()).post('/api/payments').send({ orderId }).expect(400);
      expect(res.body).toMatchObject({ errors: [{ field: 'orderId' }] });
    },
  );

  it('refuses a cancelled order', async () => {
    const order = await anOrder();
    await orderIs(OrderStatus.Cancelled, order);
    expect(messageOf(await pay(order.userId, order.id).expect(400))).toContain('cancelled');
  });

  it('refuses an order that is paid', async () => {
    const { order, id } = await aBegunPayment();
    await Payment.updateOne({ _id: id }, { settled: true, outcome: 'paid', goal: 'capture' });
    expect(messageOf(await pay(order.userId, order.id).expect(400))).toBe('This order is paid already');
    await orderIs(OrderStatus.Complete, order, id);
    await pay(order.userId, order.id).expect(400);
  });

  it.each([
    ['a minute', 15 * 60_000, 59_000],
    ['a quarter of a short window', 20_000, 4_000],
  ])('refuses an order with less than %s left', async (_what, windowMs, leftMs) => {
    const at = (ms: number) => Math.floor((Date.now() + ms) / 1000).toString(16);
    const id = at(leftMs - windowMs) + newId().slice(8);
    const order = await anOrder({ id, expiresAt: inFuture(leftMs) });
    expect(messageOf(await pay(order.userId, id).expect(400))).toContain('not enough time left');
    const early = await anOrder({ id: at(0) + newId().slice(8), expiresAt: inFuture(windowMs) });
    await pay(early.userId, early.id).expect(201);
  });

  it('goes on with a payment that was begun, though little time is left', async () => {
    const { order, id } = await aBegunPayment();
    await Order.updateOne({ _id: order.id }, { expiresAt: inFuture(5_000) });
    expect(bodyOf(await pay(order.userId, order.id).expect(200))).toMatchObject({ id, status: 'open' });
  });

  it('refuses a price that no card can be charged', async () => {
    const order = await anOrder({ price: 0.49 });
    expect(messageOf(await pay(order.userId, order.id).expect(400))).toContain('No card can be charged');
  });

  it('begins another payment after one has failed', async () => {
    const { order, id, stripeId } = await aBegunPayment();
    await bank.stripe.paymentIntents.cancel(stripeId);
    await as(order.userId).get(`/api/payments/${id}?refresh`).expect(200);
    expect(await eventsOf(id)).toMatchObject([{ subject: 'payment:failed', reason: 'canceled' }]);
    const next = bodyOf(await pay(order.userId, order.id).expect(201));
    expect(next.id).not.toBe(id);
    expect(await stored(next.id)).toMatchObject({ attempt: 2 });
  });

  it('refuses an order whose claiming payment has failed', async () => {
    const { order, id } = await aBegunPayment();
    await Payment.updateOne({ _id: id }, { settled: true, outcome: 'failed', goal: 'capture' });
    expect(messageOf(await pay(order.userId, order.id).expect(400))).toContain('could not be taken');
  });

  it('has no secret in its answer once the buyer has confirmed', async () => {
    const { order, id, stripeId } = await aBegunPayment();
    await bank.confirm(stripeId);
    const res = await pay(order.userId, order.id).expect(200);
    expect(res.body).toEqual({
      id,
      orderId: order.id,
      status: 'authorised',
      amount: 1999,
      currency: 'usd',
      expiresAt: order.expiresAt,
    });
    await orderIs(OrderStatus.AwaitingPayment, order, id);
  });

  it('limits how often a payment is looked at', async () => {
    const { order, id } = await aBegunPayment();
    for (let look = 2; look <= 10; look++) await pay(order.userId, order.id).expect(200);
    const res = await pay(order.userId, order.id).expect(429);
    expect(Number(res.get('retry-after'))).toBeGreaterThan(0);
    const shown = await as(order.userId).get(`/api/payments/${id}?refresh`).expect(200);
    expect(shown.body).not.toHaveProperty('clientSecret');
  });
});

describe('GET /api/payments/:id', () => {
  it('shows a payment to its buyer alone, without a secret', async () => {
    const { order, id } = await aBegunPayment();
    const res = await as(order.userId).get(`/api/payments/${id}`).expect(200);
    expect(res.body).toMatchObject({ id, status: 'open' });
    expect(res.body).not.toHaveProperty('clientSecret');
    await as(newId()).get(`/api/payments/${id}`).expect(401);
    await as().get(`/api/payments/${id}`).expect(401);
    await as(newId()).get(`/api/payments/${newId()}`).expect(404);
    await as(newId()).get('/api/payments/nonsense').expect(404);
  });

  it.each(['?refresh', '?refresh=true'])('looks at the provider first with %s', async (query) => {
    const { order, id, stripeId, clientSecret } = await aBegunPayment();
    const open = await as(order.userId).get(`/api/payments/${id}${query}`).expect(200);
    expect(open.body).toMatchObject({ status: 'open', clientSecret });
    await bank.confirm(stripeId);
    const res = await as(order.userId).get(`/api/payments/${id}${query}`).expect(200);
    expect(res.body).toMatchObject({ status: 'authorised' });
    await as(newId()).get(`/api/payments/${id}${query}`).expect(401);
  });
});

describe('GET /api/payments', () => {
  it('lists the caller’s payments of an order, newest first', async () => {
    const { order, id, stripeId } = await aBegunPayment();
    await bank.stripe.paymentIntents.cancel(stripeId);
    await as(order.userId).get(`/api/payments/${id}?refresh`).expect(200);
    const next = bodyOf(await pay(order.userId, order.id).expect(201));
    await aBegunPayment();
    const res = await as(order.userId).get('/api/payments').query({ orderId: order.id }).expect(200);
    expect(res.body).toMatchObject([
      { id: next.id, status: 'open' },
      { id, status: 'failed', reason: 'canceled' },
    ]);
    const others = await as(newId()).get('/api/payments').query({ orderId: order.id }).expect(200);
    expect(others.body).toEqual([]);
    await as(order.userId).get('/api/payments').expect(400);
    await as().get('/api/payments').query({ orderId: order.id }).expect(401);
  });
});

it('GET /api/payments/config tells browsers where the card form is', async () => {
  const res = await as().get('/api/payments/config').expect(200);
  expect(res.body).toEqual({
    publishableKey: bank.server.keys.publishableKey,
    scriptUrl: `${bank.server.url}/v3/`,
    apiUrl: bank.server.url,
    standIn: true,
  });
});
