/** The Stripe account that takes the money, and where Stripe or its stand-in is. */
export interface StripeAccount {
  secretKey: string;
  publishableKey: string;
  webhookSecret: string;
  /** The stand-in for Stripe. Without it, Stripe itself is used. */
  standInUrl?: string;
}

interface Config {
  readonly STRIPE_SECRET_KEY: string;
  readonly STRIPE_PUBLISHABLE_KEY: string;
  readonly STRIPE_WEBHOOK_SECRET: string;
  readonly STRIPE_API_URL: string;
}

export function stripeAccount(config: Config): StripeAccount {
  return {
    secretKey: config.STRIPE_SECRET_KEY,
    publishableKey: config.STRIPE_PUBLISHABLE_KEY,
    webhookSecret: config.STRIPE_WEBHOOK_SECRET,
    ...(config.STRIPE_API_URL && { standInUrl: config.STRIPE_API_URL.replace(/\/+$/, '') }),
  };
}
