import { createApp } from '@ticketing/common/http';
import { runService, connectToBus, startListeners } from '@ticketing/common/service';
import { readConfig, redisOf } from './config.js';
import { OrderCancelledListener } from './events/listeners/order-cancelled-listener.js';
import { OrderCompletedListener } from './events/listeners/order-completed-listener.js';
import { OrderCreatedListener } from './events/listeners/order-created-listener.js';
import { ExpirationCompletePublisher } from './events/publishers/expiration-complete-publisher.js';
import { ExpirationQueue } from './queue/expiration-queue.js';

void runService('expiration', readConfig, async (service) => {
  const { config, logger, health } = service;
  const bus = await connectToBus(service);
  const queue = await ExpirationQueue.connect(redisOf(config), logger);
  service.onStop('queue', () => queue.close());
  health.requires('redis', () => queue.connected);

  const publisher = new ExpirationCompletePublisher(bus);
  queue.start((orderId) => publisher.publish({ orderId }));
  await startListeners(
    service,
    new OrderCreatedListener(bus, queue),
    new OrderCancelledListener(bus, queue),
    new OrderCompletedListener(bus, queue),
  );

  // the worker has no API, only the endpoints for health and metrics
  await service.listen(createApp({ logger, health }));
});
