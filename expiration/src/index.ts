import { createApp, runService, useBus, useListeners } from '@ticketing/common';
import { readExpirationConfig } from './config.js';
import { OrderCancelledListener } from './events/listeners/order-cancelled-listener.js';
import { OrderCreatedListener } from './events/listeners/order-created-listener.js';
import { ExpirationCompletePublisher } from './events/publishers/expiration-complete-publisher.js';
import { ExpirationQueue } from './queue/expiration-queue.js';

void runService('expiration', readExpirationConfig, async (service) => {
  const { config, logger, health } = service;
  const bus = await useBus(service);
  const queue = await ExpirationQueue.connect({ host: config.REDIS_HOST, port: config.REDIS_PORT }, logger);
  service.onStop('queue', () => queue.close());
  health.requires('redis', () => queue.connected);

  const publisher = new ExpirationCompletePublisher(bus);
  queue.start((orderId) => publisher.publish({ orderId }));
  await useListeners(
    service,
    new OrderCreatedListener(bus, logger, queue),
    new OrderCancelledListener(bus, logger, queue),
  );

  // the worker has no API; it answers only whether it is well
  await service.listen(createApp({ logger, health }));
});
