import { type EventData, parseEvent } from '../events/event-map.js';
import type { Subjects } from '../events/subjects.js';
import { eventsPublished } from '../telemetry/metrics.js';
import { currentTraceparent } from '../telemetry/trace-context.js';
import type { NatsConnection } from './nats-connection.js';
import { publishEvent } from './publish-event.js';

/**
 * Publishes one kind of event directly to the bus. Do not use it for an event that belongs to a change in a database:
 * the process may die between the save and the publish. Use the outbox for such an event.
 */
export abstract class Publisher<S extends Subjects> {
  abstract readonly subject: S;

  constructor(private readonly connection: NatsConnection) {}

  /**
   * Resolves when the broker has stored the event.
   * @throws {MalformedEventError} when `data` is not the event of the subject.
   * @throws {BusUnavailableError} when the broker did not acknowledge the event. The caller must publish it again.
   */
  async publish(data: EventData<S>): Promise<void> {
    const checked = parseEvent(this.subject, { traceparent: currentTraceparent(), ...data });
    await publishEvent(this.connection, this.subject, checked);
    eventsPublished.inc({ subject: this.subject });
  }
}
