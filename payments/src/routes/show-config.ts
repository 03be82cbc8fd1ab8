import { Router } from 'express';
import type { StripeAccount } from '../stripe/stripe-account.js';

/** What a browser needs to show the card form. None of it is a secret. */
export function showConfig({ publishableKey, standInUrl }: StripeAccount): Router {
  const answer = {
    publishableKey,
    scriptUrl: standInUrl ? `${standInUrl}/v3/` : 'https://js.stripe.com/v3/',
    apiUrl: standInUrl ?? 'https://api.stripe.com',
    standIn: standInUrl !== undefined,
  };
  return Router().get('/api/payments/config', (_req, res) => void res.json(answer));
}
