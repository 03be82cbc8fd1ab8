import type { StripeError } from '@stripe/stripe-js';
import * as words from '../words';

/**
 * The reason why a card was not confirmed:
 *
 * - `declined`: another attempt or another card may succeed.
 * - `invalid`: the card form marks what is missing.
 * - `moved`: the payment is not open any more. It was confirmed in another tab, or has ended.
 * - `unsure`: nobody can tell whether the card was confirmed.
 */
export type CardProblem =
  { kind: 'declined'; reason: keyof typeof words.card.declined } | { kind: 'invalid' | 'moved' | 'unsure' };

type CardError = Pick<StripeError, 'type' | 'code' | 'decline_code'> & {
  payment_intent?: { status: string };
};

const OPEN = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action']);
const NOT_CONFIRMED = new Set(['payment_intent_authentication_failure', 'authentication_required']);
const LIMIT = new Set(['card_velocity_exceeded', 'withdrawal_count_limit_exceeded']);
/** What a thief of a card should not learn is told as `generic`, as Stripe advises: https://docs.stripe.com/declines/codes */
const TOLD = new Set([
  'expired_card',
  'incorrect_cvc',
  'incorrect_number',
  'card_not_supported',
  'processing_error',
]);

/** Reads an error of Stripe's script. */
export function cardProblem({ type, code, decline_code, payment_intent }: CardError): CardProblem {
  const isOpen = payment_intent === undefined || OPEN.has(payment_intent.status);
  if (!isOpen || code === 'payment_intent_unexpected_state') return { kind: 'moved' };
  if (type === 'validation_error') return { kind: 'invalid' };
  if (NOT_CONFIRMED.has(code ?? '')) return { kind: 'declined', reason: 'not_confirmed' };
  if (type === 'card_error') return { kind: 'declined', reason: reasonOf(decline_code, code) };
  return { kind: 'unsure' };
}

function reasonOf(...codes: (string | undefined)[]): keyof typeof words.card.declined {
  for (const code of codes) {
    const plain = code?.replace(/^invalid_/, 'incorrect_') ?? '';
    if (plain === 'insufficient_funds') return plain;
    if (LIMIT.has(plain)) return 'limit';
    if (NOT_CONFIRMED.has(plain)) return 'not_confirmed';
    if (TOLD.has(plain)) return plain as keyof typeof words.card.declined;
  }
  return 'generic';
}
