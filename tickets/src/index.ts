import { runService, Sessions, useBus, useListeners, useMongo, useOutbox } from '@ticketing/common';
import { ticketsApp } from './app.js';
import { readTicketsConfig } from './config.js';
import { OrderCancelledListener } from './events/listeners/order-cancelled-listener.js';
import { OrderCreatedListener } from './events/listeners/order-created-listener.js';
import { Ticket } from './models/ticket.js';

void runService('tickets', readTicketsConfig, async (service) => {
  const { config, logger, health } = service;
  await useMongo(service, [Ticket]);
  const bus = await useBus(service);
  useOutbox(service, bus, Ticket);
  await useListeners(service, new OrderCreatedListener(bus, logger), new OrderCancelledListener(bus, logger));

  const sessions = new Sessions(config.JWT_KEY, config.COOKIE_SECURE);
  await service.listen(ticketsApp({ logger, health, sessions }));
});
