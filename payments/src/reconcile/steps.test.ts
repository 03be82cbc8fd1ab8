import { OrderStatus } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import { type Goal, GOALS, Payment } from '../models/payment.js';
import { StripeProvider } from '../stripe/stripe-provider.js';
import { type TestBank, testBank } from '../testing/bank.js';
import {
  anOrder,
  aPayment,
  aReconciler,
  eventsOf,
  orderIs,
  paymentsDatabase,
  stored,
} from '../testing/payments.js';
import { type Sight, STEPS } from './steps.js';

paymentsDatabase();
const bank = testBank();

/** Brings a payment to a state at the bank, in the way in which buyers and people by hand do it. */
const AT_THE_BANK: Record<
  Exclude<Sight, 'none' | 'missing' | 'processing'>,
  (bank: TestBank, id: string) => Promise<unknown>
> = {
  unconfirmed: () => Promise.resolve(),
  authorised: (bank, id) => bank.confirm(id),
  captured: async (bank, id) => {
    await bank.confirm(id);
    await bank.stripe.paymentIntents.capture(id);
  },
  canceled: (bank, id) => bank.stripe.paymentIntents.cancel(id),
};

async function aPaymentThat(goal: Goal, sight: Sight) {
  const order = await anOrder();
  const payment = await aPayment(order);
  const id = String(payment._id);
  if (sight === 'missing') await Payment.updateOne({ _id: id }, { stripeId: `pi_${newId()}` });
  else if (sight !== 'none') {
    const metadata = { paymentId: id, orderId: order.id, userId: order.userId };
    const stripeId = await new StripeProvider(bank.account()).create({
      ...metadata,
      amount: 1999,
      currency: 'usd',
    });
    await AT_THE_BANK[sight as keyof typeof AT_THE_BANK](bank, stripeId);
    await Payment.updateOne({ _id: id }, { stripeId });
  }
  await Payment.updateOne({ _id: id }, { goal });
  if (goal === 'capture') await orderIs(OrderStatus.AwaitingPayment, order, id);
  if (goal === 'void' || goal === 'refund') await orderIs(OrderStatus.Cancelled, order);
  return { id, orderId: order.id };
}

interface End {
  /** What the payment is after one reconciliation. */
  books: { goal?: Goal; settled: boolean; outcome?: string };
  /** What the bank has. `null`: nothing. */
  bank: string | null;
  taken: number;
  events: string[];
}

const WAITS: Pick<End, 'taken' | 'events'> = { taken: 0, events: [] };
const FAILED = { books: { settled: true, outcome: 'failed' }, taken: 0, events: ['payment:failed'] };
const VOIDED = { books: { settled: true, outcome: 'voided' }, taken: 0, events: [] };
const PAID = {
  books: { settled: true, outcome: 'paid' },
  bank: 'succeeded',
  taken: 1999,
  events: ['payment:created'],
};
const GIVEN_BACK = { bank: 'succeeded', taken: 0, events: ['payment:refunded', 'payment:failed'] };
const REFUNDED = { ...GIVEN_BACK, books: { goal: 'refund', settled: true, outcome: 'refunded' } } as const;
const ASKED = {
  books: { goal: 'authorise' as const, settled: false },
  events: ['payment:authorised'],
} satisfies Partial<End>;

const ENDS: Record<Goal, Record<Exclude<Sight, 'processing'>, End>> = {
  authorise: {
    none: { books: { goal: 'authorise', settled: false }, bank: 'requires_payment_method', ...WAITS },
    unconfirmed: { books: { goal: 'authorise', settled: false }, bank: 'requires_payment_method', ...WAITS },
    authorised: { ...ASKED, bank: 'requires_capture', taken: 0 },
    captured: { ...ASKED, bank: 'succeeded', taken: 1999 },
    canceled: { ...FAILED, bank: 'canceled' },
    missing: { ...FAILED, bank: null },
  },
  capture: {
    none: { ...FAILED, bank: null },
    unconfirmed: { ...FAILED, bank: 'canceled' },
    authorised: PAID,
    captured: PAID,
    canceled: { ...FAILED, bank: 'canceled' },
    missing: { ...FAILED, bank: null },
  },
  void: {
    none: { ...VOIDED, bank: 'canceled' },
    unconfirmed: { ...VOIDED, bank: 'canceled' },
    authorised: { ...VOIDED, bank: 'canceled' },
    captured: REFUNDED,
    canceled: { ...VOIDED, bank: 'canceled' },
    missing: { ...VOIDED, bank: null },
  },
  refund: {
    none: { ...FAILED, bank: null },
    unconfirmed: { ...FAILED, bank: 'canceled' },
    authorised: { ...FAILED, bank: 'canceled' },
    captured: REFUNDED,
    canceled: { ...FAILED, bank: 'canceled' },
    missing: { ...FAILED, bank: null },
  },
};

const CELLS = GOALS.flatMap((goal) =>
  Object.entries(ENDS[goal]).map(([sight, end]) => [goal, sight as Sight, end] as const),
);

it.each(CELLS)(
  'to %s, %s at the provider: one reconciliation brings it to rest',
  async (goal, sight, end) => {
    const { id, orderId } = await aPaymentThat(goal, sight);
    await aReconciler(new StripeProvider(bank.account())).reconcile(id);
    const { goal: nextGoal, settled, outcome, dueAt } = await stored(id);
    expect({ goal: nextGoal, settled, outcome }).toMatchObject(end.books);
    expect(dueAt === undefined).toBe(settled);
    const intents = await bank.intentsOf(orderId);
    expect(intents.map(({ status }) => status)).toEqual(end.bank === null ? [] : [end.bank]);
    expect(await bank.takenFor(orderId)).toBe(end.taken);
    expect((await eventsOf(id)).map(({ subject }) => subject)).toEqual(end.events);
  },
);

it.each(GOALS)('waits while the provider still works on a payment to %s', (goal) => {
  expect(STEPS[goal].processing).toBe('wait');
});

it.each(CELLS)('to %s, %s at the provider: another reconciliation changes nothing', async (goal, sight) => {
  const { id } = await aPaymentThat(goal, sight);
  const reconciler = aReconciler(new StripeProvider(bank.account()));
  await reconciler.reconcile(id);
  const { dueAt: _before, ...first } = await stored(id);
  await reconciler.reconcile(id);
  const { dueAt: _after, ...second } = await stored(id);
  expect(second).toEqual(first);
});
