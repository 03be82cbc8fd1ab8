import { Listener, type NatsConnection } from '@ticketing/common/bus';
import type { Subjects } from '@ticketing/common/events';
import type { ExpirationQueue } from '../../queue/expiration-queue.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Hears an event that sets or removes the timer of an order. */
export abstract class TimerListener<S extends Subjects> extends Listener<S> {
  readonly queueGroup = QUEUE_GROUP;

  constructor(
    bus: NatsConnection,
    protected readonly timers: ExpirationQueue,
  ) {
    super(bus);
  }
}
