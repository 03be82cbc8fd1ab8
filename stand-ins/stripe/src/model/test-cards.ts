/** The result of asking the bank for the money. */
export type Outcome =
  | 'approved'
  | 'declined'
  | 'insufficient'
  | 'lost'
  | 'stolen'
  | 'expired'
  | 'cvc'
  | 'processing'
  | 'not-a-test-card';

export interface Behaviour {
  /** The buyer has to pass 3-D Secure before the bank is asked. */
  authentication: boolean;
  outcome: Outcome;
}

export interface TestCard {
  number: string;
  /** PaymentMethods that stand for this card, such as `pm_card_visa`. */
  tokens: readonly string[];
  brand: 'visa' | 'mastercard' | 'amex';
  behaviour: Behaviour;
}

const visa = (number: string, outcome: Outcome, tokens: string[], authentication = false): TestCard => ({
  number,
  tokens,
  brand: 'visa',
  behaviour: { authentication, outcome },
});

/** Test cards of Stripe, with the same numbers, tokens and behaviour. Source: docs.stripe.com/testing. */
export const TEST_CARDS: readonly TestCard[] = [
  visa('4242424242424242', 'approved', ['pm_card_visa']),
  visa('4000056655665556', 'approved', ['pm_card_visa_debit']),
  { ...visa('5555555555554444', 'approved', ['pm_card_mastercard']), brand: 'mastercard' },
  { ...visa('378282246310005', 'approved', ['pm_card_amex']), brand: 'amex' },
  visa('4000000000000002', 'declined', ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined']),
  visa('4000000000009995', 'insufficient', [
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    'pm_card_chargeDeclinedInsufficientFunds',
  ]),
  visa('4000000000009987', 'lost', ['pm_card_visa_chargeDeclinedLostCard']),
  visa('4000000000009979', 'stolen', ['pm_card_visa_chargeDeclinedStolenCard']),
  visa('4000000000000069', 'expired', ['pm_card_chargeDeclinedExpiredCard']),
  visa('4000000000000127', 'cvc', ['pm_card_chargeDeclinedIncorrectCvc']),
  visa('4000000000000119', 'processing', ['pm_card_chargeDeclinedProcessingError']),
  visa('4000000000003220', 'approved', ['pm_card_threeDSecure2Required'], true),
  visa('4000002760003184', 'approved', ['pm_card_authenticationRequired'], true),
  visa('4000008400001629', 'declined', ['pm_card_threeDSecureRequiredChargeDeclined'], true),
];

export function cardOfNumber(number: string): TestCard | undefined {
  return TEST_CARDS.find((card) => card.number === number);
}

export function cardOfToken(token: string): TestCard | undefined {
  return TEST_CARDS.find(({ tokens }) => tokens.includes(token));
}
