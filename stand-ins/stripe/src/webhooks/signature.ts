import { createHmac } from 'node:crypto';

/** The header `Stripe-Signature` for a body that is sent at `now`. Source: docs.stripe.com/webhooks/signature. */
export function signatureHeader(body: string, secret: string, now: Date): string {
  const time = Math.floor(now.getTime() / 1000);
  const digest = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return `t=${time},v1=${digest}`;
}
