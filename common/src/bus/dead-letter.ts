import { isUtf8 } from 'node:buffer';
import { DEAD_LETTER_CHANNEL } from '../events/subjects.js';
import type { NatsConnection } from './nats-connection.js';

/** What stands on the channel `dead-letter` for each parked message. */
export interface DeadLetter {
  subject: string;
  queueGroup: string;
  /** The message's number in its channel. */
  sequence: number;
  /** The body as it came; in base64 where it is not UTF-8. */
  body: string;
  encoding: 'utf8' | 'base64';
  /** Whether `body` is only the beginning, because all of it would not fit a message. */
  truncated: boolean;
  reason: string;
  attempts: number;
  /** ISO 8601 */
  parkedAt: string;
}

/** With its escapes in JSON still under the 1 MB of a message. */
const MAX_BODY_BYTES = 100_000;

/** Publishes a message that can't be handled to `dead-letter`. Rejects when the broker did not take it. */
export async function park(
  connection: NatsConnection,
  message: {
    subject: string;
    queueGroup: string;
    sequence: number;
    raw: Buffer;
    reason: string;
    attempts: number;
  },
): Promise<void> {
  const { raw, ...rest } = message;
  const kept = raw.subarray(0, MAX_BODY_BYTES);
  const encoding = isUtf8(kept) ? 'utf8' : 'base64';
  const letter: DeadLetter = {
    ...rest,
    body: kept.toString(encoding),
    encoding,
    truncated: kept.length < raw.length,
    parkedAt: new Date().toISOString(),
  };
  await connection.publish(DEAD_LETTER_CHANNEL, JSON.stringify(letter));
}
