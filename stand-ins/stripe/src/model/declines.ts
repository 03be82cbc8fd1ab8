import type { Outcome } from './test-cards.js';

export interface Decline {
  code: string;
  decline_code?: string;
  message: string;
  param?: string;
}

const declined = (decline_code: string, message = 'Your card was declined.'): Decline => ({
  code: 'card_declined',
  decline_code,
  message,
});

/** The error that each refusal of the bank gives. Source: docs.stripe.com/testing and docs.stripe.com/declines/codes. */
const DECLINES: Record<Exclude<Outcome, 'approved'>, Decline> = {
  declined: declined('generic_decline'),
  insufficient: declined('insufficient_funds', 'Your card has insufficient funds.'),
  lost: declined('lost_card'),
  stolen: declined('stolen_card'),
  expired: { code: 'expired_card', message: 'Your card has expired.', param: 'exp_month' },
  cvc: { code: 'incorrect_cvc', message: "Your card's security code is incorrect.", param: 'cvc' },
  processing: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
  'not-a-test-card': declined(
    'test_mode_live_card',
    'Your card was declined. Your request was in test mode, but used a non test (live) card. ' +
      'For a list of valid test cards, visit: https://docs.stripe.com/testing.',
  ),
};

/** Returns undefined when the bank gives the money. */
export function declineOf(outcome: Outcome): Decline | undefined {
  return outcome === 'approved' ? undefined : DECLINES[outcome];
}
