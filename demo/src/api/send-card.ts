import type { Api } from './api.js';
import type { PaymentBody, PaymentsConfig } from './bodies.js';

/** Cards of Stripe's test mode, as its stand-in has them too. */
export const CARDS = { good: 'pm_card_visa', declined: 'pm_card_chargeDeclined' } as const;

interface IntentBody {
  status?: string;
  error?: { code?: string; message?: string };
}

/**
 * Sends a card to Stripe, as the card form of a browser does. The services of the system never see a card.
 * @returns whether the bank has taken it.
 */
export async function sendCard(api: Api, { clientSecret }: PaymentBody, card: string): Promise<boolean> {
  if (clientSecret === undefined) return true; // an earlier request has sent one, and its answer was lost
  const { body: config } = await api.send<PaymentsConfig>('/api/payments/config', { method: 'GET' });
  const [intent] = clientSecret.split('_secret_');
  const { body } = await api.send<IntentBody>(`${config.apiUrl}/v1/payment_intents/${intent}/confirm`, {
    method: 'POST',
    body: new URLSearchParams({
      key: config.publishableKey,
      client_secret: clientSecret,
      payment_method: card,
    }),
  });
  // a card that was sent again after its answer was lost
  return body.error === undefined || body.error.code === 'payment_intent_unexpected_state';
}
