import { randomBytes } from 'node:crypto';

export interface StripeKeys {
  secretKey: string;
  publishableKey: string;
  webhookSecret: string;
}

/** Makes keys for a stand-in. They look like Stripe's test keys, and `standin` in them tells them apart. */
export function newStripeKeys(): StripeKeys {
  const hex = () => randomBytes(24).toString('hex');
  return {
    secretKey: `sk_test_standin_${hex()}`,
    publishableKey: `pk_test_standin_${hex()}`,
    webhookSecret: `whsec_standin_${hex()}`,
  };
}
