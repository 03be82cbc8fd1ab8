import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError, TooManyRequestsError } from '@ticketing/common/errors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { isAway } from '../provider/provider-error.js';
import type { Reconciled, Reconciler } from '../reconcile/reconciler.js';
import { ProviderAwayError } from './provider-away-error.js';

/** The site waits 5 s for an answer. */
const PATIENCE_MS = 4_000;
/** How many times in a row a payment is looked at for its buyer, so that nobody can hammer the provider. */
const LIMIT = { points: 10, duration: 10 };

/** Looks at payments for buyers who wait for an answer. */
export class BuyerLooks {
  // each instance counts for itself: the limit need not be exact
  private readonly limiter = new RateLimiterMemory(LIMIT);

  constructor(private readonly reconciler: Reconciler) {}

  /**
   * Reconciles a payment. When that takes too long it goes on in the background.
   * @throws {TooManyRequestsError} after too many looks.
   * @throws {ProviderAwayError} when the provider cannot be reached in time.
   */
  async look(id: string): Promise<Reconciled> {
    await this.limiter.consume(id).catch((refusal: unknown) => {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new TooManyRequestsError(refusal.msBeforeNext / 1000);
    });
    const looked = this.reconciler.reconcile(id).catch((error: unknown) => {
      if (!isAway(error)) throw error;
      this.reconciler.report(error, id);
      throw new ProviderAwayError();
    });
    const patience = new AbortController();
    const tooLong = sleep(PATIENCE_MS, undefined, { signal: patience.signal }).then(() => {
      throw new ProviderAwayError();
    });
    return Promise.race([looked, tooLong]).finally(() => {
      patience.abort();
      for (const each of [looked, tooLong]) each.catch(() => undefined);
    });
  }

  /** Like `look`, but returns null when the provider cannot be asked now. */
  tryToLook(id: string): Promise<Reconciled | null> {
    return this.look(id).catch((error: unknown) => {
      if (error instanceof HttpError) return null;
      throw error;
    });
  }
}
