import { OrderStatus } from '@ticketing/common/events';
import { logger } from '@ticketing/testing';
import { Payment } from '../models/payment.js';
import type { PaymentProvider } from '../provider/payment-provider.js';
import { ProviderError } from '../provider/provider-error.js';
import { StripeProvider } from '../stripe/stripe-provider.js';
import { testBank } from '../testing/bank.js';
import { anOrder, aPayment, aReconciler, orderIs, paymentsDatabase, stored } from '../testing/payments.js';
import { PaymentSweep } from './payment-sweep.js';

paymentsDatabase();
const bank = testBank();
const aSweep = (provider: PaymentProvider = new StripeProvider(bank.account())) =>
  new PaymentSweep(aReconciler(provider), logger);
const allDue = () => Payment.updateMany({ settled: false }, { $set: { dueAt: new Date(Date.now() - 1) } });

/** A provider on which every look fails, or none. It counts them. */
function aCountingProvider(fails = false) {
  const provider = new StripeProvider(bank.account());
  const look = jest.spyOn(provider, 'look');
  if (fails) look.mockRejectedValue(new ProviderError('away', 'look', undefined, undefined, 'no connection'));
  return { provider, look };
}

async function manyPayments(count: number) {
  for (let number = 0; number < count; number++) {
    await aPayment(await anOrder(), { stripeId: `pi_${process.pid}${number}`, seen: 'unconfirmed' });
  }
  await allDue();
}

it('finds a payment that the buyer confirmed when nobody else tells of it', async () => {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  await allDue();
  await aSweep().run();
  await bank.confirm((await stored(id)).stripeId!);
  await allDue();
  await aSweep().run();
  expect(await stored(id)).toMatchObject({ seen: 'authorised' });
  await orderIs(OrderStatus.AwaitingPayment, order, id);
  await allDue();
  await aSweep().run();
  expect(await stored(id)).toMatchObject({ outcome: 'paid' });
});

it('looks at a payment only when it is due, and with growing pauses', async () => {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  const { provider, look } = aCountingProvider();
  await aSweep(provider).run();
  expect(await stored(id)).not.toHaveProperty('stripeId');
  const pauses: number[] = [];
  for (const ageMs of [0, 10_000, 60_000, 24 * 60 * 60_000]) {
    await allDue();
    await Payment.updateOne({ _id: id }, { $set: { changedAt: new Date(Date.now() - ageMs) } });
    if (ageMs > 0) await aSweep(provider).run();
    else await aReconciler(provider).reconcile(id);
    pauses.push(Math.round(((await stored(id)).dueAt!.getTime() - Date.now()) / 100) / 10);
  }
  // the age has grown by the time that the sweep took
  for (const [index, least] of [5, 10, 60, 300].entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(least * 0.95);
    expect(pauses[index]).toBeLessThan(least + 3);
  }
  const looks = look.mock.calls.length;
  await aSweep(provider).run();
  expect(look).toHaveBeenCalledTimes(looks);
});

it('several instances share the work: each payment is looked at once', async () => {
  await manyPayments(60);
  const { provider, look } = aCountingProvider();
  await Promise.all(Array.from({ length: 4 }, () => aSweep(provider).run()));
  expect(look).toHaveBeenCalledTimes(60);
  expect(await Payment.countDocuments({ outcome: 'failed', reason: 'missing' })).toBe(60);
});

it('tries one payment at a time while the provider is away, and all when it is back', async () => {
  await manyPayments(40);
  const { provider, look } = aCountingProvider(true);
  const sweep = aSweep(provider);
  await sweep.run();
  expect(look.mock.calls.length).toBeLessThanOrEqual(16); // those that were under way when the first one failed
  look.mockClear();
  await allDue();
  await sweep.run();
  expect(look).toHaveBeenCalledTimes(1);
  const soon = await Payment.countDocuments({ dueAt: { $lte: new Date(Date.now() + 6_000) } });
  expect(soon).toBe(40);
  look.mockRestore();
  await allDue();
  await sweep.run();
  await sweep.run();
  expect(await Payment.countDocuments({ settled: false })).toBe(0);
});

it('looks again at a payment that has asked the orders service when the answer is late', async () => {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  await aReconciler(new StripeProvider(bank.account())).reconcile(id);
  await bank.confirm((await stored(id)).stripeId!);
  await aReconciler(new StripeProvider(bank.account())).reconcile(id);
  const { dueAt, toldAt } = await stored(id);
  expect(dueAt!.getTime() - toldAt!.getTime()).toBe(15_000);
});

it('asks the orders service again when it does not answer', async () => {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  await aReconciler(new StripeProvider(bank.account())).reconcile(id);
  await bank.confirm((await stored(id)).stripeId!);
  for (let look = 0; look < 3; look++) {
    await allDue();
    await aSweep().run();
  }
  expect((await stored(id)).outbox).toHaveLength(1);
  await allDue();
  await Payment.updateOne({ _id: id }, { $set: { toldAt: new Date(Date.now() - 20_000) } });
  await aSweep().run();
  expect((await stored(id)).outbox.map(({ subject }) => subject)).toEqual(
    Array(2).fill('payment:authorised'),
  );
});

it('gives up making a payment before the provider forgets its key', async () => {
  const old = { createdAt: new Date(Date.now() - 23 * 60 * 60_000 - 1_000) };
  const waits = await aPayment(await anOrder(), old);
  const order = await anOrder();
  await orderIs(OrderStatus.Cancelled, order);
  const ended = await aPayment(order, old);
  await allDue();
  await aSweep().run();
  expect(await stored(waits._id)).toMatchObject({ outcome: 'failed', reason: 'given-up' });
  expect(await stored(ended._id)).toMatchObject({ outcome: 'voided' });
  expect(await bank.intentsOf(order.id)).toEqual([]);
});
