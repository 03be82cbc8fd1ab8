import { isId } from '@ticketing/common/mongo';
import type { Logger } from '@ticketing/common/telemetry';
import { type Outcome, Payment } from '../models/payment.js';
import { isAway } from '../provider/provider-error.js';
import type { Reconciler } from '../reconcile/reconciler.js';
import type { Notice } from '../stripe/webhook-reader.js';
import { ProviderAwayError } from './provider-away-error.js';

/**
 * Messages that need no look: this service made the payment itself, the buyer has still to confirm a card, or a message
 * about the PaymentIntent tells the same as the one about its charge.
 */
const NEVER_NEWS =
  /^(payment_intent\.(created|payment_failed|requires_action)|charge\.(succeeded|failed|captured|updated))$/;

/** The messages that come late, or again, about a payment with this outcome. They are no news. */
const EXPECTED: Readonly<Record<Outcome, RegExp>> = {
  paid: /^payment_intent\./,
  refunded: /^payment_intent\./,
  voided: /^(payment_intent\.canceled|charge\.(expired|refunded))$/,
  failed: /^(payment_intent\.canceled|charge\.(expired|refunded))$/,
};

/** Handles messages of the provider: it looks at the payment, and the message itself decides nothing. */
export class NoticeDesk {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly logger: Logger,
  ) {}

  /**
   * Resolves when the payment was looked at. If this process dies before, the provider sends the message again.
   * @throws {ProviderAwayError} when the provider cannot be asked now. It sends the message again later.
   */
  async handle({ type, stripeId, paymentId }: Notice): Promise<void> {
    if (NEVER_NEWS.test(type)) return;
    const payment = await findPayment(stripeId, paymentId);
    if (!payment) {
      // other software may use the same account; a payment that is missing here is found by the comparison with the bank
      this.logger.warn(
        { type, stripeId, payment: paymentId },
        'message about a payment that is not in the books',
      );
      return;
    }
    if (payment.outcome && EXPECTED[payment.outcome].test(type)) return;
    const id = String(payment._id);
    try {
      await (payment.settled ? this.reconciler.review(id) : this.reconciler.reconcile(id));
    } catch (error) {
      if (!isAway(error)) throw error;
      this.reconciler.report(error, id);
      throw new ProviderAwayError();
    }
  }
}

async function findPayment(stripeId: string | undefined, paymentId: string | undefined) {
  const fields = 'settled outcome';
  const known = stripeId === undefined ? null : await Payment.findOne({ stripeId }).select(fields).lean();
  // the process may have died after it made the payment at the provider and before it wrote its id
  return known ?? (isId(paymentId) ? Payment.findById(paymentId).select(fields).lean() : null);
}
