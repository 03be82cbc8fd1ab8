import { STRIPE_ORIGIN } from './card-form-sources';

/** A page uses none of these. Stripe's frames ask the browser whether it could pay, and get an answer. */
export function permissionsPolicy(formOrigin: string | undefined): string {
  const payment = formOrigin === STRIPE_ORIGIN ? `(self "${STRIPE_ORIGIN}")` : '()';
  return `camera=(), geolocation=(), microphone=(), payment=${payment}`;
}
