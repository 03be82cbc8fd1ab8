import type { PaymentBody, PaymentsConfigBody as PaymentsConfig } from '@ticketing/common/api';
import type { Answer } from './answer.js';

/** The cards of Stripe's test mode, and so of the stand-in. */
export const CARDS = {
  ok: '4242424242424242',
  declined: '4000000000000002',
  insufficientFunds: '4000000000009995',
  threeDSecure: '4000000000003220',
  threeDSecureThenDeclined: '4000008400001629',
} as const;

export type { PaymentBody, PaymentsConfig };

/** The parts of Stripe's PaymentIntent, or of its error, that tests look at. */
export interface IntentBody {
  id?: string;
  status?: string;
  next_action?: { type: string; redirect_to_url?: { url: string | null } } | null;
  error?: { type: string; code?: string; decline_code?: string; message?: string };
}

/** Where the stand-in sends a browser after 3-D Secure. No test follows it. */
const RETURN_URL = 'http://localhost/';
const LIMIT_MS = 30_000;

/** Sends a card to the stand-in, as the card form in a browser does. Our own servers never see a card. */
export async function confirmCard(
  { apiUrl, publishableKey }: PaymentsConfig,
  { clientSecret }: Pick<PaymentBody, 'clientSecret'>,
  card: string,
): Promise<Answer<IntentBody>> {
  if (clientSecret === undefined) throw new Error('only an open payment can be confirmed');
  const body = new URLSearchParams({
    key: publishableKey,
    client_secret: clientSecret,
    return_url: RETURN_URL,
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': card,
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': String(new Date().getFullYear() + 5),
    'payment_method_data[card][cvc]': '123',
  });
  const [intent] = clientSecret.split('_secret_');
  const response = await fetch(`${apiUrl}/v1/payment_intents/${intent}/confirm`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  return {
    status: response.status,
    body: (await response.json()) as IntentBody,
    headers: response.headers,
  };
}
