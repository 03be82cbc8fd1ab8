import { databaseClock } from '@ticketing/common/mongo';
import type { Logger } from '@ticketing/common/telemetry';
import { type PaymentAlert, paymentsSettled } from '../metrics.js';
import { idOf, type PaymentDocument } from '../models/payment.js';
import type { Intent, PaymentProvider } from '../provider/payment-provider.js';
import { isRefusal } from '../provider/provider-error.js';
import { alert } from './alert.js';
import { isAnswerLate, isTooLateToCreate } from './pauses.js';
import { type Sight, type Step, STEPS } from './steps.js';

/**
 * `go on`: look again and take the next step. An intent: take the next step, this is what the provider has just answered.
 * `wait`: look again later. `done`: the payment is written and needs nothing now.
 */
export type Progress = 'go on' | Intent | 'wait' | 'done';

type Take = (payment: PaymentDocument, intent: Intent | null) => Promise<Progress>;

/** Takes the steps of payments. Each is one call of the provider, or one write, or a call and then its write. */
export class Walk {
  constructor(
    private readonly provider: PaymentProvider,
    private readonly logger: Logger,
  ) {}

  look(stripeId: string): Promise<Intent | null> {
    return this.provider.look(stripeId);
  }

  /** Takes the next step of a payment, by what was seen of it. */
  async step(payment: PaymentDocument, intent: Intent | null): Promise<Progress> {
    const sight: Sight = intent?.state ?? (payment.stripeId === undefined ? 'none' : 'missing');
    const next = STEPS[payment.goal][sight];
    if (typeof next === 'string') return this.take[next](payment, intent);
    // a payment that was lost in the middle is expected in any state
    if (!payment.rebuilt) this.alert(next.alert, payment);
    return this.take[next.step](payment, intent);
  }

  private alert(kind: PaymentAlert, payment: PaymentDocument, more?: object): void {
    alert(this.logger, kind, payment, more);
  }

  private readonly take: Record<Step, Take> = {
    create: async (payment) => {
      if (isTooLateToCreate(payment, databaseClock.now())) {
        return payment.goal === 'void'
          ? this.end(payment, payment.voided())
          : this.end(payment, payment.failed('given-up'));
      }
      const { orderId, userId, amount, currency } = payment;
      let stripeId: string;
      try {
        stripeId = await this.provider.create({
          paymentId: idOf(payment),
          orderId,
          userId,
          amount,
          currency,
        });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        this.alert('create-refused', payment, { code: error.code });
        return payment.goal === 'void'
          ? this.end(payment, payment.voided())
          : this.end(payment, payment.failed('refused'));
      }
      payment.opened(stripeId);
      await payment.save();
      return 'go on';
    },

    wait: () => Promise.resolve('wait'),

    ask: async (payment, intent) => {
      const { state, amount, currency, metadata } = intent!;
      if (
        amount !== payment.amount ||
        currency !== payment.currency ||
        metadata.paymentId !== idOf(payment)
      ) {
        this.alert('mismatch', payment, { expected: payment.amount, seen: amount, currency });
        payment.aimToVoid('mismatch');
        await payment.save();
        return 'go on';
      }
      if (payment.authorised(state as 'authorised' | 'captured')) {
        await payment.save();
        return 'done'; // the same write has planned the next look
      }
      if (!isAnswerLate(payment, databaseClock.now())) return 'wait';
      payment.askAgain();
      await payment.save();
      return 'wait';
    },

    capture: async (payment, intent) => {
      if (payment.captureRefused) return this.take.cancel(payment, intent);
      try {
        return await this.provider.capture(intent!.id);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // it may have been captured or cancelled a moment ago
        const now = await this.provider.look(intent!.id);
        if (now?.state !== 'authorised') return 'go on';
        this.alert('capture-refused', payment, { code: error.code });
        payment.refuseCapture();
        await payment.save();
        return 'go on';
      }
    },

    cancel: async (payment, intent) => {
      try {
        return await this.provider.cancel(intent!.id);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const now = await this.provider.look(intent!.id);
        // as it was: somebody has to find out why. Otherwise it has changed a moment ago
        if (now?.state !== intent!.state) return 'go on';
        this.alert('cancel-refused', payment, { code: error.code });
        return 'wait';
      }
    },

    'aim to refund': async (payment) => {
      payment.aimToRefund('captured-too-late');
      await payment.save();
      return 'go on';
    },

    refund: async (payment, intent) => {
      const refunds = await this.provider.refundsOf(intent!.id);
      const good = refunds.filter(({ failed }) => !failed);
      const amount = good.reduce((sum, refund) => sum + refund.amount, 0);
      if (amount >= intent!.received && good[0]) {
        return this.end(payment, payment.refunded({ id: good[0].id, amount }));
      }
      if (refunds.some(({ failed }) => failed)) {
        this.alert('refund-failed', payment, { given: amount, taken: intent!.received });
        return 'wait';
      }
      this.alert('refund', payment, { taken: intent!.received, reason: payment.reason });
      await this.provider.refund(intent!.id, idOf(payment));
      return 'go on';
    },

    'end paid': async (payment, intent) => {
      const { received, currency } = intent!;
      if (received !== payment.amount || currency !== payment.currency) {
        this.alert('mismatch', payment, { expected: payment.amount, taken: received, currency });
        payment.aimToRefund('mismatch');
        await payment.save();
        return 'go on';
      }
      return this.end(payment, payment.paid());
    },

    'end voided': (payment) => this.end(payment, payment.voided()),

    'end failed': (payment, intent) => this.end(payment, payment.failed(reasonOf(payment, intent))),
  };

  private async end(payment: PaymentDocument, changed: boolean): Promise<Progress> {
    await payment.save();
    if (changed) {
      paymentsSettled.inc({ outcome: payment.outcome! });
      this.logger.info(
        {
          payment: idOf(payment),
          orderId: payment.orderId,
          outcome: payment.outcome,
          reason: payment.reason,
        },
        'payment settled',
      );
    }
    return 'done';
  }
}

function reasonOf({ captureRefused, reason }: PaymentDocument, intent: Intent | null): string {
  if (captureRefused) return 'capture-failed';
  if (reason !== undefined) return reason;
  if (!intent) return 'missing';
  return intent.lapsed ? 'expired' : 'canceled';
}
