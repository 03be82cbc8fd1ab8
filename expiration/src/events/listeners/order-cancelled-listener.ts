import { Listener, type NatsConnection } from '@ticketing/common/bus';
import { type OrderCancelledEvent, Subjects } from '@ticketing/common/events';
import type { ExpirationQueue } from '../../queue/expiration-queue.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Removes the order's timer. */
export class OrderCancelledListener extends Listener<Subjects.OrderCancelled> {
  readonly subject = Subjects.OrderCancelled;
  readonly queueGroup = QUEUE_GROUP;

  constructor(
    bus: NatsConnection,
    private readonly queue: ExpirationQueue,
  ) {
    super(bus);
  }

  async onMessage({ id }: OrderCancelledEvent['data']) {
    await this.queue.cancel(id);
  }
}
