import {
  Listener,
  type Logger,
  type NatsConnection,
  type OrderCancelledEvent,
  Subjects,
} from '@ticketing/common';
import type { ExpirationQueue } from '../../queue/expiration-queue.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Removes the order's timer: nothing is left to expire. */
export class OrderCancelledListener extends Listener<Subjects.OrderCancelled> {
  readonly subject = Subjects.OrderCancelled;
  readonly queueGroup = QUEUE_GROUP;

  constructor(
    connection: NatsConnection,
    logger: Logger,
    private readonly queue: ExpirationQueue,
  ) {
    super(connection, logger);
  }

  async onMessage({ id }: OrderCancelledEvent['data']) {
    await this.queue.cancel(id);
  }
}
