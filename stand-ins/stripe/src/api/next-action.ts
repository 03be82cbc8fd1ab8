import type Stripe from 'stripe';
import type { IntentRecord } from '../model/records.js';
import { withQuery } from '../with-query.js';

/** Tells where 3-D Secure is: the page script opens it in the page, a server sends the buyer there. */
export function nextAction(
  url: string,
  { intent }: IntentRecord,
  { bySdk, returnUrl }: { bySdk: boolean; returnUrl: string | undefined },
): Stripe.PaymentIntent.NextAction {
  const page = withQuery(`${url}/3ds/${intent.id}`, { client_secret: intent.client_secret });
  if (bySdk || returnUrl === undefined)
    return {
      type: 'use_stripe_sdk',
      use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: page, source: intent.id },
    };
  return { type: 'redirect_to_url', redirect_to_url: { url: page, return_url: returnUrl } };
}
