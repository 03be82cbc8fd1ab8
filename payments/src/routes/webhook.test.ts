import { newId } from '@ticketing/testing';
import { Payment } from '../models/payment.js';
import { testBank } from '../testing/bank.js';
import { anOrder, aPayment, eventsOf, orderIs, paymentsApi, stored } from '../testing/payments.js';
import { OrderStatus } from '@ticketing/common/events';

const bank = testBank();
const as = paymentsApi(bank);

interface Sent {
  secret?: string;
  timestamp?: number;
}

/** Sends a message to the webhook, signed as Stripe signs. */
async function send(type: string, object: object, { secret, timestamp }: Sent = {}) {
  const payload = JSON.stringify({ id: `evt_${newId()}`, object: 'event', type, data: { object } });
  const header = bank.stripe.webhooks.generateTestHeaderString({
    payload,
    secret: secret ?? bank.server.keys.webhookSecret,
    ...(timestamp && { timestamp }),
  });
  return as()
    .post('/api/payments/webhook')
    .set('content-type', 'application/json; charset=utf-8')
    .set('stripe-signature', header)
    .send(payload);
}

/** A payment whose card the buyer has confirmed; nobody has looked since then. */
async function aConfirmedPayment() {
  const order = await anOrder();
  const { id } = (await as(order.userId).post('/api/payments').send({ orderId: order.id }).expect(201))
    .body as { id: string };
  const stripeId = (await stored(id)).stripeId!;
  await bank.confirm(stripeId);
  return { order, id, stripeId, intent: await bank.stripe.paymentIntents.retrieve(stripeId) };
}

it('looks at the payment of a signed message before it answers', async () => {
  const { id, intent } = await aConfirmedPayment();
  expect((await send('payment_intent.amount_capturable_updated', intent)).status).toBe(200);
  expect(await stored(id)).toMatchObject({ seen: 'authorised' });
});

it.each([
  'payment_intent.created',
  'payment_intent.payment_failed',
  'payment_intent.requires_action',
  'charge.succeeded',
  'charge.captured',
])('takes %s, and does not look, because it is no news', async (type) => {
  const { id, intent } = await aConfirmedPayment();
  const object = type.startsWith('charge.') ? { object: 'charge', payment_intent: intent.id } : intent;
  expect((await send(type, object)).status).toBe(200);
  expect(await stored(id)).toMatchObject({ seen: 'unconfirmed' });
});

it.each([
  ['another secret', { secret: 'whsec_of_somebody_else' }],
  ['an old time', { timestamp: Math.floor(Date.now() / 1000) - 600 }],
])('refuses a message that is signed with %s', async (_what, signed) => {
  const { id, intent } = await aConfirmedPayment();
  const res = await send('payment_intent.amount_capturable_updated', intent, signed);
  expect([res.status, res.body]).toEqual([
    400,
    { errors: [{ message: 'The signature of the message is not valid' }] },
  ]);
  expect(await stored(id)).toMatchObject({ seen: 'unconfirmed' });
});

it('refuses a message without a signature, and one without a body', async () => {
  await as().post('/api/payments/webhook').send({ type: 'payment_intent.succeeded' }).expect(400);
  await as().post('/api/payments/webhook').expect(400);
});

it('refuses a changed body under a good signature', async () => {
  const payload = JSON.stringify({ type: 'payment_intent.succeeded', data: { object: {} } });
  const header = bank.stripe.webhooks.generateTestHeaderString({
    payload,
    secret: bank.server.keys.webhookSecret,
  });
  await as()
    .post('/api/payments/webhook')
    .set('content-type', 'application/json')
    .set('stripe-signature', header)
    .send(payload.replace('succeeded', 'canceled'))
    .expect(400);
});

it('refuses a message that is too large', async () => {
  const res = await send('payment_intent.succeeded', { text: 'x'.repeat(110_000) });
  expect(res.status).toBe(413);
});

it('believes nothing that a message says', async () => {
  const { order, id, intent } = await aConfirmedPayment();
  const said = { ...intent, status: 'succeeded', amount_received: 1999 };
  expect((await send('payment_intent.succeeded', said)).status).toBe(200);
  expect(await eventsOf(id)).toMatchObject([{ subject: 'payment:authorised' }]);
  expect(await stored(id)).toMatchObject({ goal: 'authorise', settled: false });
  expect(await bank.takenFor(order.id)).toBe(0);
});

it('changes nothing when messages are repeated and come in another order', async () => {
  const { order, id, intent } = await aConfirmedPayment();
  await orderIs(OrderStatus.AwaitingPayment, order, id);
  const types = ['succeeded', 'created', 'amount_capturable_updated', 'succeeded', 'created'];
  for (const type of types) expect((await send(`payment_intent.${type}`, intent)).status).toBe(200);
  expect((await eventsOf(id)).map(({ subject }) => subject)).toEqual(['payment:created']);
  expect(await bank.takenFor(order.id)).toBe(1999);
});

it('finds a payment whose process died before it wrote the id of the provider', async () => {
  const { id, intent } = await aConfirmedPayment();
  await Payment.updateOne({ _id: id }, { $unset: { stripeId: 1 }, $set: { seen: 'none' } });
  expect((await send('payment_intent.amount_capturable_updated', intent)).status).toBe(200);
  expect(await stored(id)).toMatchObject({ stripeId: intent.id, seen: 'authorised' });
});

it.each([
  ['of other software', { object: 'payment_intent', id: 'pi_other', metadata: {} }],
  ['with text in place of an id', { object: 'payment_intent', id: 'pi_other', metadata: { paymentId: 'x' } }],
  [
    'of a payment that is not in the books',
    { object: 'payment_intent', id: 'pi_o', metadata: { paymentId: newId() } },
  ],
  ['of a charge without a payment', { object: 'charge', id: 'ch_other', payment_intent: null }],
  ['of another kind', { object: 'customer', id: 'cus_other' }],
])('takes and ignores a message %s', async (_what, object) => {
  expect((await send('any.kind', object)).status).toBe(200);
});

it('records a refund that somebody made by hand', async () => {
  const { order, id, intent } = await aConfirmedPayment();
  await orderIs(OrderStatus.AwaitingPayment, order, id);
  await send('payment_intent.amount_capturable_updated', intent);
  const refund = await bank.stripe.refunds.create({ payment_intent: intent.id });
  const charge = { object: 'charge', id: intent.latest_charge, payment_intent: intent.id };
  expect((await send('charge.refunded', charge)).status).toBe(200);
  expect((await send('charge.refunded', charge)).status).toBe(200);
  expect(await stored(id)).toMatchObject({ outcome: 'refunded', refundId: refund.id });
  expect(await eventsOf(id)).toMatchObject([
    { subject: 'payment:created' },
    { subject: 'payment:refunded', amount: 1999, refundId: refund.id, reason: 'refunded-by-hand' },
  ]);
});

it('gives money back that somebody took after the payment had ended', async () => {
  const { order, id, intent } = await aConfirmedPayment();
  await bank.stripe.paymentIntents.capture(intent.id);
  await Payment.updateOne({ _id: id }, { settled: true, outcome: 'failed', $unset: { dueAt: 1 } });
  await orderIs(OrderStatus.Cancelled, order);
  expect((await send('payment_intent.succeeded', intent)).status).toBe(200);
  expect(await stored(id)).toMatchObject({ outcome: 'refunded' });
  expect(await bank.takenFor(order.id)).toBe(0);
});

it('asks the provider to send the message again when it cannot be asked now', async () => {
  const order = await anOrder();
  const payment = await aPayment(order, { stripeId: 'pi_any' });
  await bank.server.kill();
  const message = { object: 'payment_intent', id: 'pi_any', metadata: {} };
  expect((await send('payment_intent.succeeded', message)).status).toBe(503);
  await bank.server.start();
  expect(await stored(payment._id)).toMatchObject({ settled: false });
});
