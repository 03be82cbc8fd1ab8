import { cookiePolicy } from '@ticketing/common/cookies';
import { Sessions, SessionVerifier } from '@ticketing/common/http';
import {
  runService,
  connectToBus,
  startListeners,
  connectToDatabase,
  startOutboxRelay,
} from '@ticketing/common/service';
import { ticketsApp } from './app.js';
import { readConfig } from './config.js';
import { OrderCancelledListener } from './events/listeners/order-cancelled-listener.js';
import { OrderCompletedListener } from './events/listeners/order-completed-listener.js';
import { OrderCreatedListener } from './events/listeners/order-created-listener.js';
import { Ticket } from './models/ticket.js';
import { TermsRenewal } from './search/renew-terms.js';

void runService('tickets', readConfig, async (service) => {
  const { config, logger, health } = service;
  await connectToDatabase(service, [Ticket]);
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
  );

  const verifier = await SessionVerifier.of(config.SESSION_PUBLIC_KEYS);
  const sessions = new Sessions(verifier, cookiePolicy(config));
  await service.listen(ticketsApp({ logger, health, sessions }));
});
