import { Writable } from 'node:stream';
import { OrderStatus } from '@ticketing/common/events';
import { createLogger } from '@ticketing/common/telemetry';
import { testApp } from '@ticketing/testing';
import mongoose from 'mongoose';
import { paymentsApp } from './app.js';
import { Reconciler } from './reconcile/reconciler.js';
import { StripeProvider } from './stripe/stripe-provider.js';
import { testBank } from './testing/bank.js';
import { anOrder, orderIs, paymentsDatabase, stored } from './testing/payments.js';
import { PaymentSweep } from './use-cases/payment-sweep.js';

let logged = '';
const stream = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    logged += chunk.toString();
    done();
  },
});
const logger = createLogger('payments', 'trace', stream);

paymentsDatabase();
const bank = testBank();
let provider: StripeProvider;
let reconciler: Reconciler;
const as = testApp((parts) => {
  provider = new StripeProvider(bank.account());
  reconciler = new Reconciler(provider, logger);
  return paymentsApp({ ...parts, logger, account: bank.account(), reconciler });
});

it('the client secret is in the answers of the buyer, and in no log, event or document', async () => {
  const order = await anOrder();
  const begin = () => as(order.userId).post('/api/payments').send({ orderId: order.id });
  const { id, clientSecret } = (await begin().expect(201)).body as { id: string; clientSecret: string };
  expect(clientSecret).toMatch(/_secret_/);
  const { stripeId } = await stored(id);
  await bank.confirm(stripeId!, 'pm_card_chargeDeclined').catch(() => undefined);
  await begin().expect(200);
  await bank.confirm(stripeId!);
  const refresh = () => as(order.userId).get(`/api/payments/${id}?refresh`).expect(200);
  await refresh();
  // a refusal by Stripe has the whole payment in its error
  await bank.stripe.paymentIntents.cancel(stripeId!);
  await expect(provider.capture(stripeId!)).rejects.toMatchObject({ kind: 'refused' });
  const error: unknown = await provider.capture(stripeId!).catch((thrown: unknown) => thrown);
  reconciler.report(error, id);
  await orderIs(OrderStatus.AwaitingPayment, order, id);
  await refresh();
  await bank.server.kill();
  await new PaymentSweep(reconciler, logger).run();
  await bank.server.start();

  const collections = await mongoose.connection.db!.collections();
  const documents = await Promise.all(collections.map((collection) => collection.find().toArray()));
  const secret = clientSecret.split('_secret_')[1]!;
  expect(logged).toContain(id);
  expect(logged).not.toContain(secret);
  expect(JSON.stringify(documents)).toContain(stripeId);
  expect(JSON.stringify(documents)).not.toContain(secret);
  expect(logged + JSON.stringify(documents)).not.toContain(bank.server.keys.secretKey);
});
