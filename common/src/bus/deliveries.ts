import type { Message } from 'node-nats-streaming';
import { currentTraceparent, withTrace } from '../telemetry/trace-context.js';
import { eventAttributes } from '../telemetry/tracing/event-attributes.js';
import { continueTrace, isTracing, recordSpan } from '../telemetry/tracing/span.js';

/** So many deliveries are remembered. One that comes again is linked to the one before. */
const MOST_REMEMBERED = 1_000;

/** Puts each delivery of a message to one listener into the trace of its event. */
export class Deliveries {
  /** The `traceparent` of the last delivery, by sequence. */
  private readonly before = new Map<number, string>();

  /** Runs `work`, which handles the message, in the trace of its event. */
  trace<T>(
    message: Message,
    event: { traceparent?: string | undefined },
    { subject, queueGroup, sequence }: { subject: string; queueGroup: string; sequence: number },
    work: () => Promise<T>,
  ): Promise<T> {
    if (!isTracing()) return withTrace(event.traceparent, work);
    const attributes = {
      ...eventAttributes(subject, event),
      'messaging.consumer.group.name': queueGroup,
      'messaging.message.id': sequence,
      ...(message.isRedelivered() && { 'messaging.redelivered': true }),
    };
    const from = message.getTimestamp().getTime();
    recordSpan(`deliver ${subject}`, event.traceparent, { kind: 'consumer', attributes, from });
    const links = [this.before.get(sequence)];
    return continueTrace(
      event.traceparent,
      `hear ${subject}`,
      { kind: 'consumer', attributes, links },
      () => {
        this.remember(sequence, currentTraceparent()!);
        return work();
      },
    );
  }

  private remember(sequence: number, traceparent: string): void {
    this.before.delete(sequence);
    this.before.set(sequence, traceparent);
    if (this.before.size <= MOST_REMEMBERED) return;
    const [oldest] = this.before.keys();
    this.before.delete(oldest!);
  }
}
