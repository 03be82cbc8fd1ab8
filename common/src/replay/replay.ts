import { BusRefusedError } from '../bus/errors.js';
import { NatsConnection } from '../bus/nats-connection.js';
import { REPLAYED_CHANNEL } from '../events/subjects.js';
import { createLogger } from '../telemetry/logger.js';
import { type ParkedMessage, parkedMessages, type ReplayMark } from './parked-messages.js';
import type { Broker } from './read-channels.js';
import { isSelected, type Selection } from './selection.js';

export interface ReplayOptions extends Broker {
  selection: Selection;
  /** Only says which messages are selected. */
  listOnly: boolean;
  /** Puts malformed messages back, too. */
  malformed: boolean;
  say: (line: string) => void;
}

/**
 * Puts parked messages back: publishes each again on its subject, where every queue group that hears it gets it. Listeners
 * are idempotent, so a group that had handled the message changes nothing. Then it marks the message, so that the next
 * replay leaves it out. When the process dies in between, the message comes once more. A message on whose subject the user in
 * the URL may not publish stays parked.
 * @throws when the broker cannot be reached. What was put back until then is marked.
 */
export async function replay({
  selection,
  listOnly,
  malformed,
  say,
  ...broker
}: ReplayOptions): Promise<void> {
  const parked = await parkedMessages(broker);
  const selected = parked.filter((message) => isSelected(message, selection));
  const fit = selected.filter(({ obstacle }) => !obstacle || (malformed && obstacle.kind === 'malformed'));
  const others = parked.length - selected.length;
  say(
    `${count(parked.length, 'parked message')}` +
      (others > 0 ? `, ${selected.length} of them selected` : '') +
      (listOnly
        ? '. Nothing is changed:'
        : fit.length > 0
          ? `. Putting ${fit.length} back:`
          : '. Nothing to put back'),
  );
  const stays = selected.filter((message) => !fit.includes(message));
  if (listOnly) for (const message of fit) say(line(message));
  else if (fit.length > 0) await putBack(broker, fit, say);
  for (const message of stays) say(`${line(message)}\n    stays: ${reasonToStay(message)}`);
}

async function putBack(
  broker: Broker,
  messages: ParkedMessage[],
  say: (line: string) => void,
): Promise<void> {
  const connection = await NatsConnection.connect({
    ...broker,
    clientId: `replay-${process.pid}-${Date.now()}`,
    logger: createLogger('replay', 'silent'),
    startLimitMs: 10_000,
  });
  let back = 0;
  try {
    for (const message of messages) {
      const { number, letter, body } = message;
      const { subject, queueGroup, sequence, parkedAt } = letter;
      const refused = await connection.publish(subject, body).catch((error: unknown) => {
        if (error instanceof BusRefusedError) return error;
        throw error;
      });
      if (refused) {
        say(
          `${line(message)}\n    stays: ${refused.message}. Run this in a pod of the service that publishes it`,
        );
        continue;
      }
      const mark: ReplayMark = {
        number,
        subject,
        queueGroup,
        sequence,
        parkedAt,
        replayedAt: new Date().toISOString(),
      };
      await connection.publish(REPLAYED_CHANNEL, JSON.stringify(mark));
      say(line(message));
      back++;
    }
  } finally {
    await connection.close();
  }
  say(`Put ${count(back, 'message')} back`);
}

function line({ letter }: ParkedMessage): string {
  const { subject, sequence, queueGroup, parkedAt, attempts, reason } = letter;
  return `  ${subject} ${sequence}, parked by ${queueGroup} at ${parkedAt} after ${count(attempts, 'attempt')}: ${reason}`;
}

function reasonToStay({ obstacle }: ParkedMessage): string {
  const hint =
    obstacle?.kind === 'malformed'
      ? 'it would be parked again (--malformed puts it back all the same): '
      : '';
  return `${hint}${obstacle?.why}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
