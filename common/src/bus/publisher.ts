import { type EventData, parseEvent } from '../events/event-map.js';
import type { Subjects } from '../events/subjects.js';
import { eventsPublished } from '../telemetry/metrics.js';
import { currentTraceparent } from '../telemetry/trace-context.js';
import type { NatsConnection } from './nats-connection.js';

/**
 * Publishes one kind of event straight to the bus. For an event that goes with a change in a database use the outbox:
 * between a save and a publish the process may die.
 */
export abstract class Publisher<S extends Subjects> {
  abstract readonly subject: S;

  constructor(private readonly connection: NatsConnection) {}

  /**
   * Resolves when the broker has stored the event.
   * @throws {MalformedEventError} when `data` is not the subject's event; {BusUnavailableError} when the broker did not
   * acknowledge it, in which case the caller must publish again.
   */
  async publish(data: EventData<S>): Promise<void> {
    const checked = parseEvent(this.subject, { traceparent: currentTraceparent(), ...data });
    await this.connection.publish(this.subject, JSON.stringify(checked));
    eventsPublished.inc({ subject: this.subject });
  }
}
