import { Listener, type NatsConnection } from '@ticketing/common/bus';
import { type OrderCreatedEvent, Subjects } from '@ticketing/common/events';
import type { ExpirationQueue } from '../../queue/expiration-queue.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Sets the order's timer. */
export class OrderCreatedListener extends Listener<Subjects.OrderCreated> {
  readonly subject = Subjects.OrderCreated;
  readonly queueGroup = QUEUE_GROUP;

  constructor(
    bus: NatsConnection,
    private readonly queue: ExpirationQueue,
  ) {
    super(bus);
  }

  async onMessage({ id, expiresAt }: OrderCreatedEvent['data']) {
    await this.queue.schedule(id, new Date(expiresAt));
  }
}
