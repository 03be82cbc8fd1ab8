import { ANSWER_MS, type PaymentFields } from '../models/payment.js';

const LEAST_MS = 1_000;
/** While the buyer has to confirm a card. Stripe takes 100 calls a second, and many payments wait like that. */
const LEAST_UNCONFIRMED_MS = 5_000;
const MOST_MS = 5 * 60_000;
/** While the provider is away, a payment that has just changed is tried again soon, and one that has waited for long is not. */
const AWAY_MS = { least: 3_000, most: 60_000 };
/** Stripe may forget an idempotency key after 24 hours. After that the same call could make a second payment. */
const CREATE_LIMIT_MS = 23 * 60 * 60_000;

/**
 * The pause until the next look at a payment in which nothing has changed: it grows with the time since the last change.
 * It is longer while the buyer has to confirm a card: the provider tells when that has happened.
 */
export function pauseMs({ changedAt, seen }: Pick<PaymentFields, 'changedAt' | 'seen'>, now: number): number {
  const age = now - changedAt.getTime();
  const pause = seen === 'unconfirmed' ? Math.max(LEAST_UNCONFIRMED_MS, age) : Math.max(LEAST_MS, age / 2);
  return Math.min(MOST_MS, pause);
}

/** The pause while the provider is away. It differs from payment to payment, so that they do not all come at once. */
export function pauseWhileAwayMs({ changedAt }: Pick<PaymentFields, 'changedAt'>, now: number): number {
  const pause = Math.min(AWAY_MS.most, Math.max(AWAY_MS.least, (now - changedAt.getTime()) / 8));
  return pause * (1 + Math.random());
}

/** Whether the orders service should have answered by now. */
export function isAnswerLate(payment: Pick<PaymentFields, 'toldAt'>, now: number): boolean {
  return payment.toldAt === undefined || now - payment.toldAt.getTime() >= ANSWER_MS;
}

/** Whether it is too late to make the payment at the provider. */
export function isTooLateToCreate(payment: Pick<PaymentFields, 'createdAt'>, now: number): boolean {
  return now - payment.createdAt.getTime() >= CREATE_LIMIT_MS;
}
