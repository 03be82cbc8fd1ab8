import {
  runService,
  connectToBus,
  startListeners,
  connectToDatabase,
  startOutboxRelay,
  startSessions,
} from '@ticketing/common/service';
import { ticketsApp } from './app.js';
import { readConfig } from './config.js';
import { AccountDeletedListener } from './events/listeners/account-deleted-listener.js';
import { OrderCancelledListener } from './events/listeners/order-cancelled-listener.js';
import { OrderCompletedListener } from './events/listeners/order-completed-listener.js';
import { OrderCreatedListener } from './events/listeners/order-created-listener.js';
import { QUEUE_GROUP } from './events/queue-group.js';
import { DeletedSeller } from './models/deleted-seller.js';
import { Ticket } from './models/ticket.js';
import { TermsRenewal } from './search/renew-terms.js';
import { withdrawLateTickets } from './use-cases/withdraw-tickets.js';

void runService('tickets', readConfig, async (service) => {
  const { logger, health } = service;
  await connectToDatabase(service, [Ticket, DeletedSeller]);
  await withdrawLateTickets();
  const renewal = new TermsRenewal(logger);
  renewal.start();
  service.onStop('search terms', () => renewal.stop());
  const bus = await connectToBus(service);
  startOutboxRelay(service, bus, Ticket);
  await startListeners(
    service,
    new OrderCreatedListener(bus),
    new OrderCancelledListener(bus),
    new OrderCompletedListener(bus),
    new AccountDeletedListener(bus),
  );

  const sessions = await startSessions(service, bus, QUEUE_GROUP);
  await service.listen(ticketsApp({ logger, health, sessions }));
});
