import {
  Listener,
  type Logger,
  type NatsConnection,
  type OrderCreatedEvent,
  Subjects,
} from '@ticketing/common';
import type { ExpirationQueue } from '../../queue/expiration-queue.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Sets the order's timer. */
export class OrderCreatedListener extends Listener<Subjects.OrderCreated> {
  readonly subject = Subjects.OrderCreated;
  readonly queueGroup = QUEUE_GROUP;

  constructor(
    connection: NatsConnection,
    logger: Logger,
    private readonly queue: ExpirationQueue,
  ) {
    super(connection, logger);
  }

  async onMessage({ id, expiresAt }: OrderCreatedEvent['data']) {
    await this.queue.schedule(id, new Date(expiresAt));
  }
}
