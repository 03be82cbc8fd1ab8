import { isUtf8 } from 'node:buffer';
import { DEAD_LETTER_CHANNEL } from '../events/subjects.js';
import { reasonOf } from './errors.js';
import type { NatsConnection } from './nats-connection.js';

/** A parked message, as it is published on the channel `dead-letter`. */
export interface DeadLetter {
  subject: string;
  queueGroup: string;
  /** The number of the message in its channel. */
  sequence: number;
  /** The body as it arrived. A body that is not UTF-8 is encoded in base64. */
  body: string;
  encoding: 'utf8' | 'base64';
  /** Whether `body` is only the beginning of a body that is too large for a message. */
  truncated: boolean;
  /** The error of the last attempt. */
  reason: string;
  attempts: number;
  /** An instant as an ISO 8601 string. */
  parkedAt: string;
}

/** A body of this size stays under the limit of 1 MB for a message, even when JSON escapes every character of it. */
const MAX_BODY_BYTES = 100_000;
/** An error may quote the whole message. */
const MAX_REASON_LENGTH = 2_000;

/**
 * Publishes a message that cannot be handled to `dead-letter`.
 * @throws {BusUnavailableError} when the broker did not acknowledge it.
 */
export async function park(
  connection: NatsConnection,
  message: {
    subject: string;
    queueGroup: string;
    sequence: number;
    raw: Buffer;
    reason: Error;
    attempts: number;
  },
): Promise<void> {
  const { raw, reason, ...rest } = message;
  const kept = raw.subarray(0, MAX_BODY_BYTES);
  const encoding = isUtf8(kept) ? 'utf8' : 'base64';
  const letter: DeadLetter = {
    ...rest,
    body: kept.toString(encoding),
    encoding,
    truncated: kept.length < raw.length,
    reason: reasonOf(reason).slice(0, MAX_REASON_LENGTH),
    parkedAt: new Date().toISOString(),
  };
  await connection.publish(DEAD_LETTER_CHANNEL, JSON.stringify(letter));
}
