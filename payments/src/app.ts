import { createApp, type Health, type Sessions } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import { showConfig } from './routes/show-config.js';
import type { StripeAccount } from './stripe/stripe-account.js';

interface Parts {
  logger: Logger;
  health: Health;
  sessions: Sessions;
  account: StripeAccount;
}

export function paymentsApp({ account, ...parts }: Parts) {
  return createApp({ ...parts, routes: [showConfig(account)] });
}
