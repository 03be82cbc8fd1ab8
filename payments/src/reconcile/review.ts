import type { PaymentAlert } from '../metrics.js';
import type { Logger } from '@ticketing/common/telemetry';
import { Payment, type PaymentDocument } from '../models/payment.js';
import type { Intent, PaymentProvider } from '../provider/payment-provider.js';
import { alert } from './alert.js';

/** What a review of a settled payment found. `reopened`: money has to be given back. Any other text is a disagreement. */
export type Verdict = 'agrees' | 'reopened' | (string & {});

/** Compares settled payments with the provider, where people can refund, capture and cancel by hand. */
export class Review {
  constructor(
    private readonly provider: PaymentProvider,
    private readonly logger: Logger,
  ) {}

  async review(id: string): Promise<Verdict> {
    const payment = await Payment.findById(id).orFail();
    if (!payment.settled || payment.stripeId === undefined) return 'agrees';
    const intent = await this.provider.look(payment.stripeId);
    return payment.outcome === 'paid' || payment.outcome === 'refunded'
      ? this.taken(payment, intent)
      : this.notTaken(payment, intent);
  }

  private async taken(payment: PaymentDocument, intent: Intent | null): Promise<Verdict> {
    if (intent?.state !== 'captured') {
      return this.disagree(payment, 'not-captured', `the money is not taken (${intent?.state ?? 'missing'})`);
    }
    if (intent.received !== payment.amount) {
      return this.disagree(payment, 'mismatch', `${intent.received} cents are taken, not ${payment.amount}`);
    }
    const refunds = (await this.provider.refundsOf(intent.id)).filter(({ failed }) => !failed);
    const amount = refunds.reduce((sum, refund) => sum + refund.amount, 0);
    const [latest] = refunds;
    if (latest && payment.refunded({ id: latest.id, amount })) {
      await payment.save();
      alert(this.logger, 'refunded-by-hand', payment, { amount });
    }
    if (amount !== 0 && amount !== intent.received) {
      return this.disagree(
        payment,
        'partly-refunded',
        `only ${amount} of ${intent.received} cents are given back`,
      );
    }
    if (payment.outcome === 'refunded' && amount === 0) {
      return this.disagree(payment, 'refund-failed', 'the money is not given back');
    }
    return 'agrees';
  }

  private async notTaken(payment: PaymentDocument, intent: Intent | null): Promise<Verdict> {
    switch (intent?.state) {
      case undefined:
      case 'canceled':
        return 'agrees';
      case 'captured':
        alert(this.logger, 'captured-too-late', payment);
        payment.reopenToRefund('captured-too-late');
        await payment.save();
        return 'reopened';
      default:
        alert(this.logger, 'open-after-end', payment);
        await this.provider.cancel(payment.stripeId!);
        return 'agrees';
    }
  }

  private disagree(payment: PaymentDocument, kind: PaymentAlert, verdict: string): Verdict {
    alert(this.logger, kind, payment, { verdict });
    return verdict;
  }
}
