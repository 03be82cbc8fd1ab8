import type Stripe from 'stripe';
import { newId } from '../ids.js';
import { checkCard, type CardInput } from './card-checks.js';
import { brandOf } from '#card-number';
import type { MethodRecord } from './records.js';
import { cardOfNumber, cardOfToken, type Behaviour } from './test-cards.js';

const UNKNOWN_CARD: Behaviour = { authentication: false, outcome: 'not-a-test-card' };

/** @throws ApiError 402 when the data cannot be those of a card. The number is not kept, only its last digits. */
export function methodOfCard(
  card: CardInput,
  billing: Partial<Stripe.PaymentMethod.BillingDetails>,
  now: Date,
): MethodRecord {
  const digits = checkCard(card, now);
  const method = {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null, ...billing },
    card: {
      brand: brandOf(digits),
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: card.cvc === undefined ? null : 'unchecked',
      },
      country: 'US',
      display_brand: brandOf(digits),
      exp_month: card.expMonth,
      exp_year: card.expYear,
      fingerprint: null,
      funding: 'credit',
      generated_from: null,
      last4: digits.slice(-4),
      networks: { available: [brandOf(digits)], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: Math.floor(now.getTime() / 1000),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  } satisfies Stripe.PaymentMethod;
  return { method, behaviour: cardOfNumber(digits)?.behaviour ?? UNKNOWN_CARD, used: false };
}

/** Each use of a token such as `pm_card_visa` makes a new PaymentMethod. Returns undefined for an unknown token. */
export function methodOfToken(token: string, now: Date): MethodRecord | undefined {
  const card = cardOfToken(token);
  if (!card) return undefined;
  const cvc = card.brand === 'amex' ? '1234' : '123';
  const expiry = { expMonth: now.getUTCMonth() + 1, expYear: now.getUTCFullYear() + 1 };
  return methodOfCard({ number: card.number, ...expiry, cvc }, {}, now);
}
