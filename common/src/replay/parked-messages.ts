import type { Message } from 'node-nats-streaming';
import type { DeadLetter } from '../bus/dead-letter.js';
import { asError } from '../bus/errors.js';
import { parseEventBody } from '../events/event-map.js';
import { DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL, Subjects } from '../events/subjects.js';
import { type Broker, readChannels } from './read-channels.js';

/** A message on the channel `dead-letter` that was not put back yet. */
export interface ParkedMessage {
  /** Its number on the channel `dead-letter`. */
  number: number;
  letter: DeadLetter;
  body: Buffer;
  /** A message that is malformed is put back only if somebody asks for it. The other two cannot be put back. */
  obstacle?: { kind: 'malformed' | 'truncated' | 'no subject'; why: string };
}

/** The mark of a message that was put back, as it is published on the channel `dead-letter-replayed`. */
export type ReplayMark = Pick<DeadLetter, 'subject' | 'queueGroup' | 'sequence' | 'parkedAt'> & {
  number: number;
  /** An instant as an ISO 8601 string. */
  replayedAt: string;
};

/** Reads the parked messages that no earlier replay has put back, the oldest first. */
export async function parkedMessages(broker: Broker): Promise<ParkedMessage[]> {
  const [letters = [], marks = []] = await readChannels(broker, [DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL]);
  // the numbers begin anew when the broker lost its data, so the time belongs to the mark, too
  const key = (number: number, parkedAt: string) => `${number} ${parkedAt}`;
  const done = new Set(
    marks.flatMap((mark) => {
      const { number, parkedAt } = (parse(mark) ?? {}) as Partial<ReplayMark>;
      return number === undefined || parkedAt === undefined ? [] : [key(number, parkedAt)];
    }),
  );
  return letters.map(describe).filter(({ number, letter }) => !done.has(key(number, letter.parkedAt)));
}

function describe(message: Message): ParkedMessage {
  const number = message.getSequence();
  const letter = {
    ...STRANGE,
    parkedAt: message.getTimestamp().toISOString(),
    ...parse(message),
  };
  const body = Buffer.from(letter.body, letter.encoding);
  return { number, letter, body, ...obstacleOf(letter, body) };
}

/** Something else on the channel `dead-letter`. */
const STRANGE: Omit<DeadLetter, 'parkedAt'> = {
  subject: 'unknown',
  queueGroup: 'unknown',
  sequence: 0,
  body: '',
  encoding: 'utf8',
  truncated: false,
  reason: 'this is no dead letter',
  attempts: 0,
};

function parse(message: Message): object | undefined {
  try {
    const parsed: unknown = JSON.parse(message.getRawData().toString());
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function obstacleOf(letter: DeadLetter, body: Buffer): Pick<ParkedMessage, 'obstacle'> {
  const subject = Object.values(Subjects).find((each) => each === (letter.subject as Subjects));
  if (!subject) return { obstacle: { kind: 'no subject', why: `there is no subject ${letter.subject}` } };
  if (letter.truncated) {
    const why = `only its first ${body.length} bytes were kept, because it is too large for a dead letter`;
    return { obstacle: { kind: 'truncated', why } };
  }
  try {
    parseEventBody(subject, body);
    return {};
  } catch (error) {
    return { obstacle: { kind: 'malformed', why: asError(error).message } };
  }
}
