import type { PaymentBody } from '@ticketing/common/api';
import type { PaymentFields } from '../models/payment.js';
import { statusOf } from '../models/payment-status.js';
import type { Intent } from '../provider/payment-provider.js';

type Shown = Pick<
  PaymentFields,
  'orderId' | 'amount' | 'currency' | 'expiresAt' | 'reason' | 'goal' | 'seen' | 'outcome'
> & { _id: unknown };

/**
 * A payment in the form of the API.
 * @param intent what was just seen at the provider. Only with it, and only while the buyer has to confirm a card, the
 * answer has the client secret.
 */
export function presentPayment(payment: Shown, intent: Intent | null = null): PaymentBody {
  const { _id, orderId, amount, currency, expiresAt, reason } = payment;
  const status = statusOf(payment);
  return {
    id: String(_id),
    orderId,
    status,
    amount,
    currency,
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    ...(reason !== undefined && { reason }),
    ...(status === 'open' && intent?.clientSecret && { clientSecret: intent.clientSecret }),
  };
}
