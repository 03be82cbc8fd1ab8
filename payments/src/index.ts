import {
  connectToBus,
  connectToDatabase,
  runService,
  startListeners,
  startOutboxRelay,
  startSessions,
} from '@ticketing/common/service';
import { paymentsApp } from './app.js';
import { readConfig } from './config.js';
import { OrderCancelledListener } from './events/listeners/order-cancelled-listener.js';
import { OrderClaimedListener } from './events/listeners/order-claimed-listener.js';
import { OrderCompletedListener } from './events/listeners/order-completed-listener.js';
import { OrderCreatedListener } from './events/listeners/order-created-listener.js';
import { QUEUE_GROUP } from './events/queue-group.js';
import { measurePayments } from './measure-payments.js';
import { Order } from './models/order.js';
import { Payment } from './models/payment.js';
import { Reconciler } from './reconcile/reconciler.js';
import { stripeAccount } from './stripe/stripe-account.js';
import { StripeProvider } from './stripe/stripe-provider.js';
import { PaymentSweep } from './use-cases/payment-sweep.js';

void runService('payments', readConfig, async (service) => {
  const { config, logger, health } = service;
  await connectToDatabase(service, [Order, Payment]);
  measurePayments();
  const bus = await connectToBus(service);
  startOutboxRelay(service, bus, Payment);

  const account = stripeAccount(config);
  const reconciler = new Reconciler(new StripeProvider(account), logger);
  service.onStop('reconciliations', () => reconciler.drain());
  const sweep = new PaymentSweep(reconciler, logger);
  sweep.start();
  service.onStop('sweep of payments', () => sweep.stop());
  await startListeners(
    service,
    new OrderCreatedListener(bus),
    new OrderCancelledListener(bus, reconciler),
    new OrderClaimedListener(bus, reconciler),
    new OrderCompletedListener(bus, reconciler),
  );

  const sessions = await startSessions(service, bus, QUEUE_GROUP);
  await service.listen(paymentsApp({ logger, health, sessions, account, reconciler }));
});
