import { currentTraceparent } from '../telemetry/trace-context.js';
import { eventAttributes } from '../telemetry/tracing/event-attributes.js';
import { continueTrace, isTracing } from '../telemetry/tracing/span.js';
import type { NatsConnection } from './nats-connection.js';

/** Publishes an event. While tracing is on, what hears it is a part of this publication, which is a part of its cause. */
export function publishEvent(
  connection: NatsConnection,
  subject: string,
  data: { traceparent?: string | undefined },
): Promise<void> {
  if (!isTracing()) return connection.publish(subject, JSON.stringify(data));
  const attributes = eventAttributes(subject, data);
  return continueTrace(data.traceparent, `publish ${subject}`, { kind: 'producer', attributes }, () =>
    connection.publish(subject, JSON.stringify({ ...data, traceparent: currentTraceparent() })),
  );
}
