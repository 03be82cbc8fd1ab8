import type Stripe from 'stripe';
import { withQuery } from '../with-query.js';

/**
 * The address of the shop that a buyer returns to. Stripe adds the client secret to it too. The stand-in does not, so
 * that the secret is in no address and no log of the shop.
 */
export function backTo(returnUrl: string, { id, status }: Stripe.PaymentIntent): string {
  const isPaid = status === 'succeeded' || status === 'requires_capture' || status === 'processing';
  return withQuery(returnUrl, { payment_intent: id, redirect_status: isPaid ? 'succeeded' : 'failed' });
}
