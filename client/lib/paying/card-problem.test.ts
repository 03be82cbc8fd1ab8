import { cardProblem } from './card-problem';

it.each([
  ['generic_decline', 'generic'],
  ['insufficient_funds', 'insufficient_funds'],
  ['invalid_cvc', 'incorrect_cvc'],
  ['withdrawal_count_limit_exceeded', 'limit'],
  ['something_new', 'generic'],
])('tells why a card was declined: %s', (decline_code, reason) => {
  const error = { type: 'card_error', code: 'card_declined', decline_code } as const;
  expect(cardProblem(error)).toEqual({ kind: 'declined', reason });
});

it.each(['expired_card', 'incorrect_cvc', 'incorrect_number', 'processing_error'] as const)(
  'reads %s from the code when the bank says no more',
  (code) => {
    expect(cardProblem({ type: 'card_error', code })).toEqual({ kind: 'declined', reason: code });
  },
);

it.each(['stolen_card', 'lost_card', 'fraudulent', 'pickup_card'])('keeps %s to itself', (decline_code) => {
  const error = { type: 'card_error', code: 'card_declined', decline_code } as const;
  expect(cardProblem(error)).toEqual({ kind: 'declined', reason: 'generic' });
});

it('tells that the bank could not confirm who pays', () => {
  const error = {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    payment_intent: { status: 'requires_payment_method' },
  } as const;
  expect(cardProblem(error)).toEqual({ kind: 'declined', reason: 'not_confirmed' });
});

it.each(['requires_capture', 'processing', 'succeeded', 'canceled'])(
  'sees that the payment is %s and does not wait for a card any more',
  (status) => {
    const error = { type: 'invalid_request_error', payment_intent: { status } } as const;
    expect(cardProblem(error)).toEqual({ kind: 'moved' });
  },
);

it('sees it from the code alone too', () => {
  const error = { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' } as const;
  expect(cardProblem(error)).toEqual({ kind: 'moved' });
});

it('leaves it to the form to mark what is missing', () => {
  expect(cardProblem({ type: 'validation_error', code: 'incomplete_number' })).toEqual({ kind: 'invalid' });
});

it.each(['api_connection_error', 'api_error', 'rate_limit_error'] as const)(
  'does not guess after %s, because the bank may have agreed',
  (type) => {
    expect(cardProblem({ type })).toEqual({ kind: 'unsure' });
  },
);
