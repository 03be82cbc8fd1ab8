import { Listener } from '../bus/listener.js';
import type { NatsConnection } from '../bus/nats-connection.js';
import type { SessionEndedEvent } from '../events/session-ended-event.js';
import { Subjects } from '../events/subjects.js';
import { keepEnded } from './ended-session.js';

/** Keeps which sessions have ended in the database of the service. */
export class SessionEndedListener extends Listener<Subjects.SessionEnded> {
  readonly subject = Subjects.SessionEnded;

  /** @param queueGroup that of the service. */
  constructor(
    connection: NatsConnection,
    readonly queueGroup: string,
  ) {
    super(connection);
  }

  onMessage(event: SessionEndedEvent['data']): Promise<void> {
    return keepEnded(event);
  }
}
