import { Subjects } from '@ticketing/common/events';
import { CURRENCY } from '@ticketing/common/money';
import { databaseClock } from '@ticketing/common/mongo';
import { type OutboxFields, outboxPlugin, record } from '@ticketing/common/outbox';
import { type HydratedDocument, type Model, model, Schema } from 'mongoose';
import type { ProviderState } from '../provider/payment-provider.js';

export const GOALS = ['authorise', 'capture', 'void', 'refund'] as const;
/** The end that a payment moves to. It is written before the provider is asked for anything that moves money. */
export type Goal = (typeof GOALS)[number];

export const OUTCOMES = ['paid', 'voided', 'failed', 'refunded'] as const;
/** How a payment ended. `voided`: the order ended first. `failed`: the money could not be taken. */
export type Outcome = (typeof OUTCOMES)[number];

/** The next look at a payment that has just changed comes after this time, if the process dies before it looks itself. */
const GRACE_MS = 2_000;
/** The time that the orders service has to answer. Then it is asked again. */
export const ANSWER_MS = 15_000;

/** The state of a payment at the provider when somebody last looked; `none` before it is made there. */
export type Seen = ProviderState | 'none';

export interface PaymentFields extends OutboxFields {
  orderId: string;
  /** The buyer. */
  userId: string;
  /** The ticket and the hold of the order. They are absent when the payment was rebuilt from what the provider knows. */
  ticketId?: string;
  hold?: number;
  /** The order is reserved until this instant. */
  expiresAt?: Date;
  /** Cents. */
  amount: number;
  currency: typeof CURRENCY;
  /** The number of this payment among the payments of its order: 1, 2, 3 … */
  attempt: number;
  goal: Goal;
  seen: Seen;
  /** Whether the payment is at its end, so that nobody looks at it any more. */
  settled: boolean;
  outcome?: Outcome;
  /** The id at the provider. */
  stripeId?: string;
  refundId?: string;
  /** The cents that were given back. */
  refundedAmount?: number;
  /** A word for programs that says why the payment did not end with the ticket. */
  reason?: string;
  /** Whether the provider has refused to take the reserved money, so that it has to be given back. */
  captureRefused?: boolean;
  /** When `payment:authorised` was last recorded. */
  toldAt?: Date;
  /** Whether the payment was made again from what the provider knows, because the database had lost it. */
  rebuilt?: boolean;
  createdAt: Date;
  /** When the payment last changed. The pauses between looks grow with the time since then. */
  changedAt: Date;
  /** Somebody has to look at the payment at this time. A settled payment has none. */
  dueAt?: Date | undefined;
}

type NewPayment = Pick<PaymentFields, 'orderId' | 'userId' | 'amount' | 'attempt'> &
  Partial<Pick<PaymentFields, 'ticketId' | 'hold' | 'expiresAt' | 'stripeId' | 'goal' | 'rebuilt'>> & {
    _id?: string;
  };

// Every method that changes the payment returns false when there is nothing to change. `save` writes the change
interface PaymentMethods {
  /** Records the id at the provider. */
  opened(stripeId: string): boolean;
  /** The money is reserved, or taken already: records it and asks the orders service whether the order still stands. */
  authorised(seen: 'authorised' | 'captured'): boolean;
  /** Asks the orders service again, because no answer has come. */
  askAgain(): void;
  /** The order waits for this payment. */
  aimToCapture(): boolean;
  /** The order has ended, or another payment has it. */
  aimToVoid(reason: string): boolean;
  /** Money that is taken, or may be, has to be given back. */
  aimToRefund(reason: string): boolean;
  refuseCapture(): boolean;
  /** The money is taken. */
  paid(): boolean;
  /** Nothing was taken, because the order has ended or has another payment. */
  voided(): boolean;
  /** Nothing was taken, because it could not be taken. */
  failed(reason: string): boolean;
  /** The money was taken, and this part of it was given back. By hand somebody may do that several times. */
  refunded(refund: { id: string; amount: number }): boolean;
  /** The payment has ended and money is taken that belongs to no order: it has to be given back. */
  reopenToRefund(reason: string): boolean;
  /** Publishes the end again, because the order still waits for this payment. */
  announceEnd(): void;
}

interface PaymentStatics {
  /** Makes a payment whose goal is that the buyer confirms a card. */
  start(fields: NewPayment): PaymentDocument;
}

export type PaymentDocument = HydratedDocument<PaymentFields, PaymentMethods>;
type PaymentModel = Model<PaymentFields, object, PaymentMethods> & PaymentStatics;

const paymentSchema = new Schema<PaymentFields, PaymentModel, PaymentMethods, object, object, PaymentStatics>(
  {
    orderId: { type: String, required: true },
    userId: { type: String, required: true },
    ticketId: String,
    hold: Number,
    expiresAt: Date,
    amount: { type: Number, required: true },
    currency: { type: String, required: true },
    attempt: { type: Number, required: true },
    goal: { type: String, required: true, enum: GOALS },
    seen: { type: String, required: true },
    settled: { type: Boolean, required: true },
    outcome: { type: String, enum: OUTCOMES },
    stripeId: String,
    refundId: String,
    refundedAmount: Number,
    reason: String,
    captureRefused: Boolean,
    toldAt: Date,
    rebuilt: Boolean,
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
    dueAt: Date,
  },
  {
    statics: {
      start(fields) {
        const now = new Date(databaseClock.now());
        return new this({
          goal: 'authorise',
          ...fields,
          currency: CURRENCY,
          seen: 'none',
          settled: false,
          createdAt: now,
          changedAt: now,
          dueAt: new Date(now.getTime() + GRACE_MS),
        });
      },
    },
    methods: {
      opened(stripeId) {
        if (this.stripeId !== undefined) return false;
        this.stripeId = stripeId;
        this.seen = 'unconfirmed';
        return changed(this);
      },
      authorised(seen) {
        if (this.goal !== 'authorise' || this.seen === seen) return false;
        this.seen = seen;
        changed(this);
        this.askAgain();
        // until then there is nothing to look for, and the answer leads to a look
        this.dueAt = new Date(this.toldAt!.getTime() + ANSWER_MS);
        return true;
      },
      askAgain() {
        const { orderId, amount, currency } = this;
        this.toldAt = new Date(databaseClock.now());
        record(this, Subjects.PaymentAuthorised, { orderId, amount, currency });
      },
      aimToCapture() {
        return aim(this, 'capture', ['authorise']);
      },
      aimToVoid(reason) {
        return aim(this, 'void', ['authorise'], reason);
      },
      aimToRefund(reason) {
        return aim(this, 'refund', ['capture', 'void'], reason);
      },
      refuseCapture() {
        if (this.goal !== 'capture' || this.captureRefused) return false;
        this.captureRefused = true;
        return changed(this);
      },
      paid() {
        if (!settle(this, 'paid', ['capture'])) return false;
        this.seen = 'captured';
        announce(this);
        return true;
      },
      voided() {
        if (!settle(this, 'voided', ['void'])) return false;
        // the order may have been claimed by this payment: then it must not wait for it
        if (this.toldAt) announce(this);
        return true;
      },
      failed(reason) {
        if (!settle(this, 'failed', ['authorise', 'capture', 'refund'])) return false;
        this.reason = reason;
        announce(this);
        return true;
      },
      refunded({ id, amount }) {
        const wasTaken = this.outcome === 'paid' || this.outcome === 'refunded';
        if (amount === this.refundedAmount || !(wasTaken || settle(this, 'refunded', ['refund'])))
          return false;
        this.outcome = 'refunded';
        this.refundId = id;
        this.refundedAmount = amount;
        this.reason ??= 'refunded-by-hand';
        record(this, Subjects.PaymentRefunded, {
          orderId: this.orderId,
          amount,
          refundId: id,
          reason: this.reason,
        });
        // the order must not wait any longer for a payment that was never reported as taken
        if (!wasTaken) announce(this);
        return changed(this);
      },
      reopenToRefund(reason) {
        if (!this.settled || this.outcome === 'refunded') return false;
        this.settled = false;
        this.set('outcome', undefined);
        this.goal = 'refund';
        this.reason = reason;
        return changed(this);
      },
      announceEnd() {
        if (this.settled) announce(this);
      },
    },
  },
);
paymentSchema.plugin(outboxPlugin);

// of several requests that race for the payment of an order, these indexes let only one write it
paymentSchema.index({ orderId: 1 }, { unique: true, partialFilterExpression: { settled: false } });
paymentSchema.index({ orderId: 1, attempt: 1 }, { unique: true });
paymentSchema.index({ stripeId: 1 }, { unique: true, sparse: true });
// for the sweep; a settled payment has no such field
paymentSchema.index({ dueAt: 1 }, { sparse: true });

export const Payment = model<PaymentFields, PaymentModel>('Payment', paymentSchema);

/** The id of a payment as text. */
export const idOf = ({ _id }: { _id: unknown }): string => String(_id);

/** Marks a payment as changed just now. The process that made the change looks next; if it dies, the sweep does. */
function changed(payment: PaymentFields): true {
  payment.changedAt = new Date(databaseClock.now());
  payment.dueAt = payment.settled ? undefined : new Date(payment.changedAt.getTime() + GRACE_MS);
  return true;
}

/** Goals only move forward: from authorise to capture or void, and from both to refund. */
function aim(payment: PaymentFields, goal: Goal, from: readonly Goal[], reason?: string): boolean {
  if (payment.settled || !from.includes(payment.goal)) return false;
  payment.goal = goal;
  if (reason !== undefined) payment.reason = reason;
  return changed(payment);
}

function settle(payment: PaymentFields, outcome: Outcome, from: readonly Goal[]): boolean {
  if (payment.settled || !from.includes(payment.goal)) return false;
  payment.settled = true;
  payment.outcome = outcome;
  if (outcome === 'voided' || outcome === 'failed') payment.seen = 'canceled';
  return changed(payment);
}

/** Records the event of the end: the money was taken, or it was not. */
function announce(payment: PaymentDocument): void {
  const { orderId, outcome, stripeId, amount, currency, reason } = payment;
  if (outcome === 'paid')
    record(payment, Subjects.PaymentCreated, { orderId, stripeId: stripeId!, amount, currency });
  else record(payment, Subjects.PaymentFailed, { orderId, reason: reason ?? 'canceled' });
}
