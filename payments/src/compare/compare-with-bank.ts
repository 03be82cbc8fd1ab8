import { Payment } from '../models/payment.js';
import type { PaymentProvider } from '../provider/payment-provider.js';
import type { Reconciler } from '../reconcile/reconciler.js';
import { idsOf, rebuildPayment } from './rebuild-payment.js';

const PROGRESS_EVERY = 500;
const AT_A_TIME = 8;

export interface Comparison {
  /** PaymentIntents of this system at the bank. */
  atBank: number;
  /** PaymentIntents of other software in the same account. */
  foreign: number;
  inBooks: number;
  rebuilt: number;
  /** Payments that are not at their end: the service, the buyer or the bank has something to do first. */
  unsettled: number;
  /** What does not agree, in plain words. */
  disagreements: string[];
}

interface Parts {
  provider: PaymentProvider;
  reconciler: Reconciler;
  /** Prints a line. */
  say: (line: string) => void;
}

/**
 * Compares the bank and the books both ways: every PaymentIntent with its payment, and every payment with its PaymentIntent.
 * It rebuilds payments that are missing, reconciles those that are not settled, and reviews the others. It can be repeated,
 * and it can run beside the service.
 */
export async function compareWithBank({ provider, reconciler, say }: Parts): Promise<Comparison> {
  const result: Comparison = {
    atBank: 0,
    foreign: 0,
    inBooks: 0,
    rebuilt: 0,
    unsettled: 0,
    disagreements: [],
  };
  const seen = new Set<string>();
  const disagree = (text: string) => {
    result.disagreements.push(text);
    say(text);
  };

  await inBatches(provider.all(), async (intent) => {
    const ids = idsOf(intent);
    if (!ids) return void result.foreign++;
    result.atBank++;
    if (result.atBank % PROGRESS_EVERY === 0) say(`${result.atBank} PaymentIntents compared`);
    const id = ids.paymentId.toLowerCase();
    seen.add(id);
    let payment = await Payment.findById(id);
    if (!payment) {
      payment = (await rebuildPayment(intent, ids)) ?? null;
      if (!payment) return void say(`${intent.id} has to wait for another payment of order ${ids.orderId}`);
      result.rebuilt++;
      say(`payment ${id} was missing in the books: rebuilt from ${intent.id} (${intent.state})`);
    }
    if (payment.stripeId === undefined && payment.opened(intent.id)) await payment.save();
    if (payment.stripeId !== intent.id) {
      return disagree(
        `payment ${id} has ${payment.stripeId} in the books, and ${intent.id} (${intent.state}) is its, too`,
      );
    }
    await check(id);
  });

  const paidOrders = new Set<string>();
  const cursor = Payment.find().select('orderId outcome').lean().cursor();
  await inBatches(cursor, async ({ _id, orderId, outcome }) => {
    const id = String(_id);
    result.inBooks++;
    if (outcome === 'paid' && paidOrders.size === paidOrders.add(orderId).size) {
      disagree(`order ${orderId} has more than one paid payment`);
    }
    if (!seen.has(id)) await check(id);
  });
  result.unsettled = await Payment.countDocuments({ settled: false });
  return result;

  async function check(id: string): Promise<void> {
    const { payment } = await reconciler.reconcile(id);
    if (!payment.settled) return;
    const verdict = await reconciler.review(id);
    if (verdict !== 'agrees' && verdict !== 'reopened') disagree(`payment ${id}: ${verdict}`);
  }
}

async function inBatches<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < AT_A_TIME) continue;
    await Promise.all(batch.map(work));
    batch = [];
  }
  await Promise.all(batch.map(work));
}

/** The comparison in one line. */
export function summaryOf({
  atBank,
  foreign,
  inBooks,
  rebuilt,
  unsettled,
  disagreements,
}: Comparison): string {
  return (
    `${atBank} PaymentIntents at the bank and ${inBooks} payments in the books: ${disagreements.length} disagreements, ` +
    `${rebuilt} rebuilt, ${unsettled} not settled yet` +
    (foreign > 0 ? `, ${foreign} PaymentIntents of other software` : '')
  );
}
