import Stripe from 'stripe';
import type { StripeAccount } from './stripe-account.js';

/** A call takes at most this long, and as long again for its one repetition. */
const CALL_LIMIT_MS = 10_000;

/** Stripe's own client, for Stripe or its stand-in. */
export function stripeClient({
  secretKey,
  standInUrl,
}: Pick<StripeAccount, 'secretKey' | 'standInUrl'>): Stripe {
  return new Stripe(secretKey, {
    timeout: CALL_LIMIT_MS,
    // a repetition has the same idempotency key. The sweep repeats what fails for longer
    maxNetworkRetries: 1,
    telemetry: false,
    ...(standInUrl && addressOf(new URL(standInUrl))),
  });
}

function addressOf({ protocol, hostname, port }: URL) {
  const secure = protocol === 'https:';
  return {
    protocol: secure ? ('https' as const) : ('http' as const),
    host: hostname,
    port: port || (secure ? 443 : 80),
  };
}
