import { OrderStatus } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import { Order } from '../models/order.js';
import { Payment } from '../models/payment.js';
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
  type TestOrder,
} from '../testing/payments.js';
import { compareWithBank, summaryOf } from './compare-with-bank.js';

paymentsDatabase();
const bank = testBank();

async function compare() {
  const provider = new StripeProvider(bank.account());
  const lines: string[] = [];
  const result = await compareWithBank({
    provider,
    reconciler: aReconciler(provider),
    say: (line) => lines.push(line),
  });
  return { ...result, lines };
}

async function aPaymentAtBank(state: 'unconfirmed' | 'authorised' | 'paid' | 'voided') {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  const reconcile = () => aReconciler(new StripeProvider(bank.account())).reconcile(id);
  await reconcile();
  const stripeId = (await stored(id)).stripeId!;
  if (state === 'authorised' || state === 'paid') await bank.confirm(stripeId);
  if (state === 'paid') await orderIs(OrderStatus.AwaitingPayment, order, id);
  if (state === 'voided') await orderIs(OrderStatus.Cancelled, order);
  await reconcile();
  return { order, id, stripeId };
}

beforeEach(async () => {
  await bank.server.kill(); // it keeps the payments in memory
  await bank.server.start();
});

it('agrees when everything is as it should be, also when it is repeated', async () => {
  for (const state of ['unconfirmed', 'authorised', 'paid', 'voided'] as const) await aPaymentAtBank(state);
  const first = await compare();
  const second = await compare();
  expect([first.disagreements, second.disagreements]).toEqual([[], []]);
  expect(second).toMatchObject({ rebuilt: 0, unsettled: 2, inBooks: first.inBooks, atBank: first.atBank });
});

it('rebuilds lost books, and the answers of the orders service bring them to the same end', async () => {
  const paid = await aPaymentAtBank('paid');
  const claimed = await aPaymentAtBank('authorised');
  const late = await aPaymentAtBank('authorised');
  const open = await aPaymentAtBank('unconfirmed');
  const voided = await aPaymentAtBank('voided');
  const captured = await aPaymentAtBank('authorised');
  await bank.stripe.paymentIntents.capture(captured.stripeId);
  await Promise.all([Payment.deleteMany(), Order.deleteMany()]);

  expect(await compare()).toMatchObject({ disagreements: [], unsettled: 4 });
  const subjects = async ({ id }: { id: string }) => (await eventsOf(id)).map(({ subject }) => subject);
  for (const each of [paid, claimed, late, captured])
    expect(await subjects(each)).toEqual(['payment:authorised']);
  expect(await subjects(voided)).toEqual(['payment:failed']);
  expect(await stored(open.id)).toMatchObject({ outcome: 'voided', stripeId: open.stripeId });

  const answer = (state: OrderStatus, { order, id }: { order: TestOrder; id: string }) =>
    orderIs(state, order, id);
  await answer(OrderStatus.Complete, paid);
  await answer(OrderStatus.AwaitingPayment, claimed);
  await orderIs(OrderStatus.Cancelled, late.order);
  await orderIs(OrderStatus.Cancelled, captured.order);
  expect(await compare()).toMatchObject({ disagreements: [], rebuilt: 0, unsettled: 0 });
  const outcomes = await Promise.all(
    [paid, claimed, late, captured].map(async ({ id }) => (await stored(id)).outcome),
  );
  expect(outcomes).toEqual(['paid', 'paid', 'voided', 'refunded']);
  const taken = [paid, claimed, late, captured].map(({ order }) => bank.takenFor(order.id));
  expect(await Promise.all(taken)).toEqual([1999, 1999, 0, 0]);
});

it('leaves the payments of other software alone', async () => {
  const { id } = await bank.stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
  expect(await compare()).toMatchObject({ foreign: 1, atBank: 0, disagreements: [] });
  expect((await bank.stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
});

it.each([
  ['was not taken', { outcome: 'paid', goal: 'capture' }, 'voided', 'the money is not taken (canceled)'],
  ['is another amount', { amount: 1 }, 'paid', '1999 cents are taken, not 1'],
  ['the bank does not know', { stripeId: 'pi_unknown' }, 'paid', 'and pi_'],
  ['was not given back', { outcome: 'refunded' }, 'paid', 'the money is not given back'],
] as const)('finds money that %s', async (_what, wrong, state, text) => {
  const { id } = await aPaymentAtBank(state);
  await Payment.updateOne({ _id: id }, wrong);
  const { disagreements } = await compare();
  expect(disagreements.join('\n')).toContain(text);
});

it('finds a paid payment that the bank does not have', async () => {
  const order = await anOrder();
  const made = { settled: true, outcome: 'paid', goal: 'capture', stripeId: `pi_${newId()}` } as const;
  const { _id } = await aPayment(order, made);
  const { disagreements } = await compare();
  expect(disagreements).toEqual([`payment ${String(_id)}: the money is not taken (missing)`]);
});

it('finds two payments that were taken for one order', async () => {
  const { order } = await aPaymentAtBank('paid');
  const other = await aPaymentAtBank('paid');
  await Payment.updateOne({ _id: other.id }, { orderId: order.id, attempt: 2 });
  const { disagreements } = await compare();
  expect(disagreements).toEqual([`order ${order.id} has more than one paid payment`]);
});

it('records refunds by hand, and names those of a part', async () => {
  const whole = await aPaymentAtBank('paid');
  const part = await aPaymentAtBank('paid');
  await bank.stripe.refunds.create({ payment_intent: whole.stripeId });
  await bank.stripe.refunds.create({ payment_intent: part.stripeId, amount: 100 });
  const { disagreements } = await compare();
  expect(disagreements).toEqual([`payment ${part.id}: only 100 of 1999 cents are given back`]);
  await bank.stripe.refunds.create({ payment_intent: part.stripeId, amount: 1899 });
  expect((await compare()).disagreements).toEqual([]);
  expect(await stored(part.id)).toMatchObject({ outcome: 'refunded', refundedAmount: 1999 });
  expect((await eventsOf(part.id)).slice(1)).toMatchObject([{ amount: 100 }, { amount: 1999 }]);
});

it('sums up in one line', () => {
  const result = { atBank: 3, foreign: 1, inBooks: 2, rebuilt: 1, unsettled: 0, disagreements: ['x'] };
  expect(summaryOf(result)).toBe(
    '3 PaymentIntents at the bank and 2 payments in the books: 1 disagreements, 1 rebuilt, 0 not settled yet, 1 PaymentIntents of other software',
  );
});
