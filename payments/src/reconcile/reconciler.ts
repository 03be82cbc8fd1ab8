import { databaseClock } from '@ticketing/common/mongo';
import { annotate, type Logger, span } from '@ticketing/common/telemetry';
import mongoose from 'mongoose';
import { providerFailures } from '../metrics.js';
import { idOf, Payment, type PaymentDocument } from '../models/payment.js';
import type { Intent, PaymentProvider } from '../provider/payment-provider.js';
import { ProviderError } from '../provider/provider-error.js';
import { followOrder } from '../use-cases/follow-order.js';
import { pauseMs, pauseWhileAwayMs } from './pauses.js';
import { Review, type Verdict } from './review.js';
import { Walk } from './walk.js';

/** A payment after a look at the provider. `intent` is what was seen there last, if anything was. */
export interface Reconciled {
  payment: PaymentDocument;
  intent: Intent | null;
}

/** A payment needs at most 5 steps in a row; more mean that others change it all the time. Then the sweep goes on. */
const MAX_STEPS = 12;
/** With as many payments in work, further ones wait. A whole on-sale can be claimed in one second. */
const BUSY = 64;

/**
 * Brings payments to their goals. Nothing else talks to the provider about a payment. A call looks at the payment at the
 * provider and takes steps until there is nothing to do but wait. It may die anywhere and it may run twice at a time, on
 * any number of instances: each step is decided by what is seen, and each write needs the version that was read.
 */
export class Reconciler {
  private readonly running = new Map<string, { now: Promise<Reconciled>; next?: Promise<Reconciled> }>();
  private readonly walk: Walk;
  private readonly settled: Review;

  constructor(
    provider: PaymentProvider,
    private readonly logger: Logger,
  ) {
    this.walk = new Walk(provider, logger);
    this.settled = new Review(provider, logger);
  }

  /**
   * Reconciles a payment. A call during another one for the same payment begins after that one, because that one may have
   * looked already; further calls share it.
   * @param read the payment, when the caller has just read or written it.
   * @throws {ProviderError} when the provider cannot be reached, or refuses its credentials. Another look is planned.
   */
  reconcile(id: string, read?: PaymentDocument): Promise<Reconciled> {
    const entry = this.running.get(id);
    if (!entry) return this.begin(id, read);
    return (entry.next ??= entry.now.then(
      () => this.begin(id),
      () => this.begin(id),
    ));
  }

  /**
   * Compares a settled payment with the provider. Money that was taken after its end is given back.
   * @throws {ProviderError}
   */
  async review(id: string): Promise<Verdict> {
    const verdict = await this.settled.review(id);
    if (verdict === 'reopened') await this.reconcile(id);
    return verdict;
  }

  /** Reconciles a payment in the background. If that fails, or too many are in work, the sweep goes on. */
  soon(payment: PaymentDocument): void {
    if (this.running.size >= BUSY) return;
    const id = idOf(payment);
    this.reconcile(id, payment).catch((error: unknown) => this.report(error, id));
  }

  /** Waits for everything that runs. */
  async drain(): Promise<void> {
    while (this.running.size > 0) {
      await Promise.allSettled([...this.running.values()].map(({ now }) => now));
    }
  }

  /** Logs why a payment could not be reconciled. An outage of the provider is no fault of the payment. */
  report(error: unknown, id: string): void {
    const level = error instanceof ProviderError && error.kind === 'setup' ? 'error' : 'warn';
    this.logger[level]({ err: error, payment: id }, 'payment could not be reconciled; it is looked at again');
  }

  private begin(id: string, read?: PaymentDocument): Promise<Reconciled> {
    const work = () => this.run(id, read);
    const now = span('reconcile payment', { attributes: { 'payment.id': id } }, work).finally(() => {
      if (this.running.get(id)?.now === now) this.running.delete(id);
    });
    this.running.set(id, { now });
    return now;
  }

  private async run(id: string, read?: PaymentDocument): Promise<Reconciled> {
    let payment = await currentPayment(id, read);
    annotate({ 'order.id': payment.orderId });
    let intent: Intent | null = null;
    let isFresh = false;
    for (let steps = 0; !payment.settled && steps < MAX_STEPS; steps++) {
      try {
        if (!isFresh) intent = await this.look(payment);
        const progress = await this.walk.step(payment, intent);
        isFresh = typeof progress === 'object';
        if (typeof progress === 'object') intent = progress;
        if (progress === 'wait') await lookAgainIn(payment, pauseMs(payment, databaseClock.now()));
        if (progress === 'wait' || progress === 'done') break;
      } catch (error) {
        if (isConflict(error)) {
          // somebody else changed it in the meantime, so everything is read again
          payment = await currentPayment(id);
          isFresh = false;
          continue;
        }
        if (error instanceof ProviderError) {
          providerFailures.inc({ call: error.call, kind: error.kind });
          await lookAgainIn(payment, pauseWhileAwayMs(payment, databaseClock.now()));
        }
        throw error;
      }
    }
    return { payment, intent };
  }

  private async look({ stripeId }: PaymentDocument): Promise<Intent | null> {
    return stripeId === undefined ? null : this.walk.look(stripeId);
  }
}

/**
 * The payment, with the goal that its order gives it. A request may have written the payment just after its order ended,
 * and died before it looked at the order again. No event would come for this payment any more.
 */
async function currentPayment(id: string, read?: PaymentDocument): Promise<PaymentDocument> {
  const payment = read ?? (await Payment.findById(id).orFail());
  if (payment.goal !== 'authorise' || payment.settled) return payment;
  const { changed } = await followOrder(payment.orderId);
  return changed.find((other) => idOf(other) === id) ?? payment;
}

/** Plans the next look, unless the payment has changed. This is no change of the payment, so its version stays. */
async function lookAgainIn({ _id, version }: PaymentDocument, ms: number): Promise<void> {
  const dueAt = new Date(databaseClock.now() + ms);
  await Payment.updateOne({ _id, version, settled: false }, { $set: { dueAt } });
}

function isConflict(error: unknown): boolean {
  return (
    error instanceof mongoose.Error.VersionError || error instanceof mongoose.Error.DocumentNotFoundError
  );
}
