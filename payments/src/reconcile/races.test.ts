import { OrderStatus } from '@ticketing/common/events';
import { logger } from '@ticketing/testing';
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
import { handleOrder } from '../use-cases/handle-order.js';
import { startPayment } from '../use-cases/start-payment.js';

paymentsDatabase();
const bank = testBank();
const aProcess = () => aReconciler(new StripeProvider(bank.account()));

/** Several processes reconcile a payment at the same time. */
async function several(id: string, count = 5) {
  const results = await Promise.allSettled(Array.from({ length: count }, () => aProcess().reconcile(id)));
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  // a call with a key whose first call is still in work is refused; the sweep comes again
  expect(reasons.filter((reason) => !(reason instanceof ProviderError))).toEqual([]);
  expect(reasons.length).toBeLessThan(count);
}

it('several processes make one payment at the provider, ask once and capture once', async () => {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  await several(id);
  const [intent, ...others] = await bank.intentsOf(order.id);
  expect(others).toEqual([]);
  await bank.confirm(intent!.id);
  await several(id);
  await orderIs(OrderStatus.AwaitingPayment, order, id);
  await several(id);
  expect(await bank.takenFor(order.id)).toBe(1999);
  expect(await stored(id)).toMatchObject({ settled: true, outcome: 'paid' });
  const [first, ...later] = (await eventsOf(id)).map(({ subject }) => subject);
  expect(first).toBe('payment:authorised');
  // a process that sees the end while the order still waits announces it again
  expect([...new Set(later)]).toEqual(['payment:created']);
});

it('several processes give money back once', async () => {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  await aProcess().reconcile(id);
  const [intent] = await bank.intentsOf(order.id);
  await bank.confirm(intent!.id);
  await bank.stripe.paymentIntents.capture(intent!.id);
  await orderIs(OrderStatus.Cancelled, order);
  await several(id);
  const { data: refunds } = await bank.stripe.refunds.list({ payment_intent: intent!.id });
  expect(refunds.map(({ amount }) => amount)).toEqual([1999]);
  expect(await stored(id)).toMatchObject({ outcome: 'refunded', refundId: refunds[0]!.id });
});

it('a capture and a cancellation by hand at the same time end in one of the two', async () => {
  for (let round = 0; round < 8; round++) {
    const order = await anOrder();
    const id = String((await aPayment(order))._id);
    await aProcess().reconcile(id);
    const [intent] = await bank.intentsOf(order.id);
    await bank.confirm(intent!.id);
    await orderIs(OrderStatus.AwaitingPayment, order, id);
    const byHand = bank.stripe.paymentIntents.cancel(intent!.id).catch(() => undefined);
    await Promise.all([aProcess().reconcile(id), byHand]);
    await aProcess().reconcile(id);
    const { outcome } = await stored(id);
    expect(await bank.takenFor(order.id)).toBe(outcome === 'paid' ? 1999 : 0);
    expect(outcome).toMatch(/^(paid|failed)$/);
  }
});

it('a payment that begins while its order ends is voided, whichever is first', async () => {
  const reconciler = aProcess();
  for (let round = 0; round < 20; round++) {
    const order = await anOrder();
    const change = { id: order.id, version: 1, ticket: order.ticket };
    const [started] = await Promise.allSettled([
      startPayment(order.id, order.userId),
      handleOrder(OrderStatus.Cancelled, change, { reconciler, logger }),
    ]);
    const payments = await Payment.find({ orderId: order.id }).lean();
    if (payments.length === 0) {
      expect(started.status).toBe('rejected');
      continue;
    }
    expect(payments).toMatchObject([{ goal: 'void' }]);
  }
  await reconciler.drain();
  // the sweep goes on with those that the request itself has voided
  for (const { _id } of await Payment.find({ settled: false }).lean())
    await reconciler.reconcile(String(_id));
  expect(await Payment.countDocuments({ outcome: { $ne: 'voided' } })).toBe(0);
});

it('refuses a payment whose order ended before the payment was written', async () => {
  const order = await anOrder();
  const model = Payment.prototype as { save: () => Promise<unknown> };
  const save: (this: unknown) => Promise<unknown> = Reflect.get(model, 'save');
  jest.spyOn(model, 'save').mockImplementationOnce(async function (this: unknown) {
    await handleOrder(
      OrderStatus.Cancelled,
      { id: order.id, version: 1, ticket: order.ticket },
      { reconciler: aProcess(), logger },
    );
    return save.call(this);
  });
  await expect(startPayment(order.id, order.userId)).rejects.toThrow('This order is cancelled');
  jest.restoreAllMocks();
  expect(await Payment.find({ orderId: order.id }).lean()).toMatchObject([{ goal: 'void' }]);
});

it('a payment whose request died before it looked at its ended order is voided', async () => {
  const order = await anOrder();
  await orderIs(OrderStatus.Cancelled, order);
  const id = String((await aPayment(order))._id); // written after the listener had looked for payments
  await aProcess().reconcile(id);
  expect(await stored(id)).toMatchObject({ outcome: 'voided', reason: 'order-cancelled' });
  expect((await bank.intentsOf(order.id)).map(({ status }) => status)).toEqual(['canceled']);
});

it('a process that wants to make a payment after it was voided gets the canceled one', async () => {
  const order = await anOrder();
  const payment = await aPayment(order);
  const id = String(payment._id);
  await orderIs(OrderStatus.Cancelled, order);
  await aProcess().reconcile(id);
  // a process that read the payment before that is so late that it does this only now
  const late = { paymentId: id, orderId: order.id, userId: order.userId, amount: 1999, currency: 'usd' };
  await new StripeProvider(bank.account()).create(late);
  expect((await bank.intentsOf(order.id)).map(({ status }) => status)).toEqual(['canceled']);
});

it('a call during another one looks again, because that one may have looked before', async () => {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  const reconciler = aProcess();
  await reconciler.reconcile(id);
  const [intent] = await bank.intentsOf(order.id);
  const provider = new StripeProvider(bank.account());
  const look = jest.spyOn(provider, 'look');
  const one = aReconciler(provider);
  look.mockImplementationOnce(async (stripeId) => {
    const seen = await new StripeProvider(bank.account()).look(stripeId);
    await bank.confirm(intent!.id);
    return seen;
  });
  await Promise.all([one.reconcile(id), one.reconcile(id), one.reconcile(id)]);
  expect(look).toHaveBeenCalledTimes(2);
  expect(await stored(id)).toMatchObject({ seen: 'authorised' });
});
