import { raw, Router } from 'express';
import type { WebhookReader } from '../stripe/webhook-reader.js';
import type { NoticeDesk } from '../use-cases/notice-desk.js';

/** Takes messages of Stripe. A message has no authority: it only makes this service look at a payment. */
export function webhook(reader: WebhookReader, desk: NoticeDesk): Router {
  return Router().post(
    '/api/payments/webhook',
    raw({ type: () => true, limit: '100kb' }),
    async (req, res) => {
      const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0); // a request without a body has none
      await desk.handle(reader.read(body, req.get('stripe-signature')));
      res.json({ received: true });
    },
  );
}
