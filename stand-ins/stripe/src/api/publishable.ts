import { timingSafeEqual } from 'node:crypto';
import type Stripe from 'stripe';
import { invalidRequest } from '../errors.js';
import type { Call } from './call.js';

/**
 * The fields of a PaymentIntent that Stripe shows to a publishable key.
 * Source: "Retrievable with publishable key" in docs.stripe.com/api/payment_intents/object.
 */
const PUBLIC = [
  'id',
  'object',
  'amount',
  'amount_details',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_configuration_details',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
] as const satisfies readonly (keyof Stripe.PaymentIntent)[];

export function publicFields(intent: Stripe.PaymentIntent): Partial<Stripe.PaymentIntent> {
  return Object.fromEntries(PUBLIC.map((field) => [field, intent[field]]));
}

/** @throws ApiError 400 when a caller with a publishable key does not know the secret of the payment */
export function checkSecret(
  { caller }: Call,
  intent: Stripe.PaymentIntent,
  secret: string | undefined,
): void {
  if (secret === undefined && caller === 'secret') return;
  if (secret === undefined)
    throw invalidRequest('Missing required param: client_secret.', {
      code: 'parameter_missing',
      param: 'client_secret',
    });
  if (!isSecretOf(intent, secret))
    throw invalidRequest(
      'The client_secret provided does not match any associated PaymentIntent on this account. Ensure the ' +
        'client_secret and PaymentIntent belong together.',
      { code: 'payment_intent_invalid_parameter', param: 'client_secret' },
    );
}

export function isSecretOf(intent: Stripe.PaymentIntent, secret: string): boolean {
  const expected = Buffer.from(intent.client_secret ?? '');
  const given = Buffer.from(secret);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
