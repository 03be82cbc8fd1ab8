import {
  runService,
  connectToBus,
  startListeners,
  connectToDatabase,
  startOutboxRelay,
  startSessions,
} from '@ticketing/common/service';
import { ordersApp } from './app.js';
import { readConfig } from './config.js';
import { ExpirationCompleteListener } from './events/listeners/expiration-complete-listener.js';
import { PaymentAuthorisedListener } from './events/listeners/payment-authorised-listener.js';
import { PaymentCreatedListener } from './events/listeners/payment-created-listener.js';
import { PaymentFailedListener } from './events/listeners/payment-failed-listener.js';
import { PaymentRefundedListener } from './events/listeners/payment-refunded-listener.js';
import { TicketCreatedListener } from './events/listeners/ticket-created-listener.js';
import { TicketUpdatedListener } from './events/listeners/ticket-updated-listener.js';
import { QUEUE_GROUP } from './events/queue-group.js';
import { measureOrders } from './measure-orders.js';
import { Order } from './models/order.js';
import { Ticket } from './models/ticket.js';
import { PassKeys } from './pass/pass-keys.js';
import { OverdueSweep } from './use-cases/overdue-sweep.js';

void runService('orders', readConfig, async (service) => {
  const { config, logger, health } = service;
  await connectToDatabase(service, [Order, Ticket]);
  measureOrders();
  const bus = await connectToBus(service);
  startOutboxRelay(service, bus, Order);
  await startListeners(
    service,
    new TicketCreatedListener(bus),
    new TicketUpdatedListener(bus),
    new ExpirationCompleteListener(bus),
    new PaymentAuthorisedListener(bus),
    new PaymentCreatedListener(bus),
    new PaymentFailedListener(bus),
    new PaymentRefundedListener(bus),
  );

  const sweep = new OverdueSweep(logger);
  sweep.start();
  service.onStop('sweep of overdue orders', () => sweep.stop());

  const sessions = await startSessions(service, bus, QUEUE_GROUP);
  const rules = {
    windowSeconds: config.EXPIRATION_WINDOW_SECONDS,
    perAccount: config.RESERVATIONS_PER_ACCOUNT,
  };
  const passKeys = await PassKeys.of(config.PASS_KEY, config.PASS_OLD_KEYS);
  await service.listen(ordersApp({ logger, health, sessions, rules, passKeys }));
});
