import { OrderStatus } from '@ticketing/common/events';
import { logger } from '@ticketing/testing';
import type { PaymentProvider } from '../provider/payment-provider.js';
import { StripeProvider } from '../stripe/stripe-provider.js';
import { testBank } from '../testing/bank.js';
import { Death, Mortal } from '../testing/dying.js';
import { anOrder, aPayment, aReconciler, eventsOf, paymentsDatabase, stored } from '../testing/payments.js';
import { handleOrder } from '../use-cases/handle-order.js';
import type { Reconciler } from './reconciler.js';

paymentsDatabase();
const bank = testBank();

/** What happens to a payment from the outside. Each part is done once; the parts of the service are done again after a death. */
type Part = 'service' | 'confirm' | 'claimed' | 'cancelled' | 'captured by hand';

interface Story {
  parts: Part[];
  outcome: string;
  bank: string;
  taken: number;
  refunds: number;
  events: string[];
}

const STORIES: Record<string, Story> = {
  'is paid': {
    parts: ['service', 'confirm', 'service', 'claimed', 'service'],
    outcome: 'paid',
    bank: 'succeeded',
    taken: 1999,
    refunds: 0,
    events: ['payment:authorised', 'payment:created'],
  },
  'is too late': {
    parts: ['service', 'confirm', 'service', 'cancelled', 'service'],
    outcome: 'voided',
    bank: 'canceled',
    taken: 0,
    refunds: 0,
    events: ['payment:authorised', 'payment:failed'],
  },
  'ends before the provider knows it': {
    parts: ['cancelled', 'service'],
    outcome: 'voided',
    bank: 'canceled',
    taken: 0,
    refunds: 0,
    events: [],
  },
  'is captured by hand after the order ended': {
    parts: ['service', 'captured by hand', 'cancelled', 'service'],
    outcome: 'refunded',
    bank: 'succeeded',
    taken: 0,
    refunds: 1,
    events: ['payment:refunded', 'payment:failed'],
  },
};

it.each(Object.keys(STORIES))(
  'a payment that %s ends so wherever the process dies',
  async (name) => {
    let places = 0;
    for (let diesAt = 1; ; diesAt++) {
      const mortal = new Mortal(diesAt);
      await live(STORIES[name]!, mortal);
      if (!mortal.died) break;
      places = diesAt;
    }
    expect(places).toBeGreaterThanOrEqual(8); // places to die, each of which was tried
  },
  120_000,
);

async function live(story: Story, mortal: Mortal): Promise<void> {
  const order = await anOrder();
  const id = String((await aPayment(order))._id);
  const provider = mortal.using(new StripeProvider(bank.account()));
  mortal.begin();
  try {
    for (const part of story.parts) await untilItLives(() => play(part));
  } finally {
    mortal.end();
  }

  async function play(part: Part): Promise<void> {
    const [intent] = await bank.intentsOf(order.id);
    if (part === 'service') return void (await alive(provider).reconcile(id));
    if (part === 'confirm') return void (await bank.confirm(intent!.id));
    if (part === 'captured by hand') {
      await bank.confirm(intent!.id);
      return void (await bank.stripe.paymentIntents.capture(intent!.id));
    }
    const change = { id: order.id, version: 1, ticket: order.ticket };
    const parts = { reconciler: { soon: () => undefined } as unknown as Reconciler, logger };
    await (part === 'claimed'
      ? handleOrder(OrderStatus.AwaitingPayment, { ...change, paymentId: id }, parts)
      : handleOrder(OrderStatus.Cancelled, change, parts));
  }

  const intents = await bank.intentsOf(order.id);
  expect(intents.map(({ status }) => status)).toEqual([story.bank]);
  expect(await bank.takenFor(order.id)).toBe(story.taken);
  const { data: refunds } = await bank.stripe.refunds.list({ payment_intent: intents[0]!.id });
  expect(refunds).toHaveLength(story.refunds);
  expect(await stored(id)).toMatchObject({ settled: true, outcome: story.outcome });
  expect((await eventsOf(id)).map(({ subject }) => subject)).toEqual(story.events);
}

const alive = (provider: PaymentProvider) => aReconciler(provider);

/** A process that died is started again and does the same work. */
async function untilItLives(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Death)) throw error;
    await untilItLives(work);
  }
}
