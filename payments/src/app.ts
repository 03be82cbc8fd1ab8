import { createApp, type Health, type Sessions } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import type { Reconciler } from './reconcile/reconciler.js';
import { createPayment } from './routes/create-payment.js';
import { listPayments } from './routes/list-payments.js';
import { showConfig } from './routes/show-config.js';
import { showPayment } from './routes/show-payment.js';
import { webhook } from './routes/webhook.js';
import type { StripeAccount } from './stripe/stripe-account.js';
import { WebhookReader } from './stripe/webhook-reader.js';
import { BuyerLooks } from './use-cases/buyer-looks.js';
import { NoticeDesk } from './use-cases/notice-desk.js';

interface Parts {
  logger: Logger;
  health: Health;
  sessions: Sessions;
  account: StripeAccount;
  reconciler: Reconciler;
}

export function paymentsApp({ account, reconciler, ...parts }: Parts) {
  const looks = new BuyerLooks(reconciler);
  return createApp({
    ...parts,
    webhooks: [webhook(new WebhookReader(account), new NoticeDesk(reconciler, parts.logger))],
    routes: [showConfig(account), listPayments, showPayment(looks), createPayment(looks)],
  });
}
