import { OrderStatus } from '@ticketing/common/events';
import { Order } from '../models/order.js';
import { Payment } from '../models/payment.js';
import { ProviderError } from '../provider/provider-error.js';
import { StripeProvider } from '../stripe/stripe-provider.js';
import { testBank } from '../testing/bank.js';
import {
  anOrder,
  aPayment,
  aReconciler,
  eventsOf,
  orderIs,
  paymentsDatabase,
  stored,
} from '../testing/payments.js';

paymentsDatabase();
const bank = testBank();
const refused = (call: string) => new ProviderError('refused', call, 'a_code', undefined, 'no');
const away = (call: string) => new ProviderError('away', call, undefined, undefined, 'no connection');

async function aClaimedPayment() {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  const provider = new StripeProvider(bank.account());
  const reconcile = () => aReconciler(provider).reconcile(id);
  await reconcile();
  const stripeId = (await stored(id)).stripeId!;
  await bank.confirm(stripeId);
  await orderIs(OrderStatus.AwaitingPayment, order, id);
  return { order, id, stripeId, provider, reconcile };
}
const stateAtBank = async (id: string) => (await bank.stripe.paymentIntents.retrieve(id)).status;

it('gives the reserved money back when it cannot be taken', async () => {
  const { id, stripeId, provider, reconcile } = await aClaimedPayment();
  const capture = jest.spyOn(provider, 'capture').mockRejectedValue(refused('capture'));
  await reconcile();
  expect(capture).toHaveBeenCalledTimes(1);
  expect(await stateAtBank(stripeId)).toBe('canceled');
  expect(await stored(id)).toMatchObject({ outcome: 'failed', reason: 'capture-failed' });
  expect(await eventsOf(id)).toMatchObject([{ subject: 'payment:failed', reason: 'capture-failed' }]);
});

it('books a capture whose answer was lost', async () => {
  const { order, id, provider, reconcile } = await aClaimedPayment();
  const capture = provider.capture.bind(provider);
  jest.spyOn(provider, 'capture').mockImplementationOnce(async (stripeId) => {
    await capture(stripeId);
    throw away('capture');
  });
  await expect(reconcile()).rejects.toMatchObject({ kind: 'away' });
  expect(await stored(id)).toMatchObject({ goal: 'capture', settled: false });
  await reconcile();
  expect(await stored(id)).toMatchObject({ outcome: 'paid' });
  expect(await bank.takenFor(order.id)).toBe(1999);
});

it('looks again soon when the provider is away, and keeps the goal', async () => {
  const { id, provider, reconcile } = await aClaimedPayment();
  jest.spyOn(provider, 'look').mockRejectedValue(away('look'));
  await expect(reconcile()).rejects.toMatchObject({ kind: 'away' });
  const { dueAt, goal } = await stored(id);
  expect(goal).toBe('capture');
  expect(dueAt!.getTime() - Date.now()).toBeGreaterThan(2_000);
  expect(dueAt!.getTime() - Date.now()).toBeLessThan(7_000);
});

it('fails when the reservation of the money lapses at the provider', async () => {
  const { id, stripeId, provider, reconcile } = await aClaimedPayment();
  await bank.stripe.paymentIntents.cancel(stripeId);
  const look = provider.look.bind(provider);
  jest.spyOn(provider, 'look').mockImplementation(async (at) => ({ ...(await look(at))!, lapsed: true }));
  await reconcile();
  expect(await eventsOf(id)).toMatchObject([{ subject: 'payment:failed', reason: 'expired' }]);
});

it.each([
  ['amount', { amount: 1 }],
  ['currency', { currency: 'jpy' }],
  ['payment', { metadata: { paymentId: 'a'.repeat(24) } }],
])('voids a payment whose %s at the provider is another one, and claims no order', async (_what, other) => {
  const { order, id, stripeId, provider, reconcile } = await aClaimedPayment();
  await Order.updateOne({ _id: order.id }, { state: OrderStatus.Created });
  const look = provider.look.bind(provider);
  jest.spyOn(provider, 'look').mockImplementation(async (at) => ({ ...(await look(at))!, ...other }));
  await reconcile();
  expect(await stored(id)).toMatchObject({ outcome: 'voided', reason: 'mismatch' });
  expect(await stateAtBank(stripeId)).toBe('canceled');
  expect(await eventsOf(id)).toEqual([]);
});

it('gives back what was taken when it is not the amount of the order', async () => {
  const { order, id, stripeId, reconcile } = await aClaimedPayment();
  await bank.stripe.paymentIntents.capture(stripeId, { amount_to_capture: 1000 });
  await reconcile();
  expect(await stored(id)).toMatchObject({ outcome: 'refunded', reason: 'mismatch' });
  expect(await eventsOf(id)).toMatchObject([
    { subject: 'payment:refunded', amount: 1000 },
    { subject: 'payment:failed', reason: 'mismatch' },
  ]);
  expect(await bank.takenFor(order.id)).toBe(0);
});

it('does not repeat a refund that somebody made by hand', async () => {
  const { order, id, stripeId, reconcile } = await aClaimedPayment();
  await bank.stripe.paymentIntents.capture(stripeId);
  await bank.stripe.refunds.create({ payment_intent: stripeId });
  await Payment.updateOne({ _id: id }, { goal: 'refund', reason: 'captured-too-late' });
  await reconcile();
  const { data } = await bank.stripe.refunds.list({ payment_intent: stripeId });
  expect(data).toHaveLength(1);
  expect(await stored(id)).toMatchObject({ outcome: 'refunded', refundId: data[0]!.id });
  expect(await bank.takenFor(order.id)).toBe(0);
});

it('ends a payment that the provider refuses to make', async () => {
  for (const ended of [false, true]) {
    const order = await anOrder();
    if (ended) await orderIs(OrderStatus.Cancelled, order);
    const id = String((await aPayment(order))._id);
    const provider = new StripeProvider(bank.account());
    jest.spyOn(provider, 'create').mockRejectedValue(refused('create'));
    await aReconciler(provider).reconcile(id);
    expect(await stored(id)).toMatchObject({ settled: true, outcome: ended ? 'voided' : 'failed' });
  }
});

it('waits when the provider refuses to cancel a payment, and voids it later', async () => {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  const provider = new StripeProvider(bank.account());
  await aReconciler(provider).reconcile(id);
  await orderIs(OrderStatus.Cancelled, order);
  const cancel = jest.spyOn(provider, 'cancel').mockRejectedValue(refused('cancel'));
  await aReconciler(provider).reconcile(id);
  expect(await stored(id)).toMatchObject({ goal: 'void', settled: false });
  cancel.mockRestore();
  await aReconciler(provider).reconcile(id);
  expect(await stored(id)).toMatchObject({ outcome: 'voided' });
});

it('has a limited number of payments in work, and leaves the rest to the sweep', async () => {
  const { provider } = await aClaimedPayment();
  const look = jest.spyOn(provider, 'look').mockRejectedValue(away('look'));
  const reconciler = aReconciler(provider);
  const payments = [];
  for (let count = 0; count < 70; count++) {
    payments.push(await aPayment(await anOrder(), { stripeId: `pi_${process.pid}_${count}` }));
  }
  for (const payment of payments) reconciler.soon(payment);
  await reconciler.drain();
  expect(look).toHaveBeenCalledTimes(64);
  expect(await Payment.countDocuments({ settled: false, dueAt: { $exists: true } })).toBe(71);
});

it('names the goal in the books before any call that moves money', async () => {
  const { id, provider, reconcile } = await aClaimedPayment();
  const goals: (string | undefined)[] = [];
  const capture = provider.capture.bind(provider);
  jest.spyOn(provider, 'capture').mockImplementation(async (stripeId) => {
    goals.push(`capture: ${(await stored(id)).goal}`);
    return capture(stripeId);
  });
  await reconcile();
  expect(goals).toEqual(['capture: capture']);
  const other = await aClaimedPayment();
  await bank.stripe.paymentIntents.capture(other.stripeId, { amount_to_capture: 1000 });
  const refund = other.provider.refund.bind(other.provider);
  jest.spyOn(other.provider, 'refund').mockImplementation(async (...args) => {
    goals.push(`refund: ${(await stored(other.id)).goal}`);
    return refund(...args);
  });
  await other.reconcile();
  expect(goals.at(-1)).toBe('refund: refund');
});
