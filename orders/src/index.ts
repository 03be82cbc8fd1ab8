import { runService, Sessions, useBus, useListeners, useMongo, useOutbox } from '@ticketing/common';
import { ordersApp } from './app.js';
import { readOrdersConfig } from './config.js';
import { ExpirationCompleteListener } from './events/listeners/expiration-complete-listener.js';
import { TicketCreatedListener } from './events/listeners/ticket-created-listener.js';
import { TicketUpdatedListener } from './events/listeners/ticket-updated-listener.js';
import { Order } from './models/order.js';
import { Ticket } from './models/ticket.js';
import { OverdueSweep } from './use-cases/overdue-sweep.js';

void runService('orders', readOrdersConfig, async (service) => {
  const { config, logger, health } = service;
  await useMongo(service, [Order, Ticket]);
  const bus = await useBus(service);
  useOutbox(service, bus, Order);
  await useListeners(
    service,
    new TicketCreatedListener(bus, logger),
    new TicketUpdatedListener(bus, logger),
    new ExpirationCompleteListener(bus, logger),
  );

  const sweep = new OverdueSweep(logger);
  sweep.start();
  service.onStop('sweep of overdue orders', () => sweep.stop());

  const sessions = new Sessions(config.JWT_KEY, config.COOKIE_SECURE);
  await service.listen(
    ordersApp({ logger, health, sessions, windowSeconds: config.EXPIRATION_WINDOW_SECONDS }),
  );
});
