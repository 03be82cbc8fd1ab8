import { connectMongo } from '@ticketing/common/mongo';
import { createLogger } from '@ticketing/common/telemetry';
import { readCompareConfig } from '../config.js';
import { Order } from '../models/order.js';
import { Payment } from '../models/payment.js';
import { Reconciler } from '../reconcile/reconciler.js';
import { StripeProvider } from '../stripe/stripe-provider.js';
import { compareWithBank, summaryOf } from './compare-with-bank.js';

// The command `npm run reconcile -w payments`. In a pod: node service/dist/compare/main.js

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { MONGO_URI, account } = readCompareConfig();
  await connectMongo(MONGO_URI, [Order, Payment]);
  const provider = new StripeProvider(account);
  // the summary says what the log would say
  const reconciler = new Reconciler(provider, createLogger('payments', 'silent'));
  const result = await compareWithBank({ provider, reconciler, say });
  say(summaryOf(result));
  if (result.rebuilt > 0) {
    say(
      'The service publishes the events of rebuilt payments. Run this again in a minute, until nothing is unsettled',
    );
  }
  return result.disagreements.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`reconcile: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
