import { parseArgs } from 'node:util';
import { Subjects } from '../events/subjects.js';
import type { ReplayOptions } from './replay.js';

export const HELP = `Puts parked messages back on the bus: npm run replay [-- flags]

Without a flag it puts back every parked message that is an event. Each flag leaves out some of them:

  --subject order:created       only messages of this subject
  --queue-group orders-service  only messages that this queue group parked
  --reason BUSY                 only messages with this text in the reason
  --since 2026-01-31T20:00Z     only messages that were parked at this time or later
  --until 2026-01-31T21:00Z     only messages that were parked before this time
  --sequence 17                 only messages with this number in their channel; log lines have it

  --list       shows the messages and changes nothing
  --malformed  puts back messages that are no event of their subject, too
  --help       shows this

--subject, --queue-group and --sequence may come several times. Every queue group that hears a subject gets the message
again; listeners are idempotent. What was put back is marked, and the next replay leaves it out.

It finds the system that runs on this machine (TICKETING_DATA_DIR), or the broker that NATS_URL and NATS_CLUSTER_ID name.`;

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

/** The names of all flags. */
export const OPTIONS = {
  subject: texts,
  'queue-group': texts,
  reason: text,
  since: text,
  until: text,
  sequence: texts,
  list: flag,
  malformed: flag,
  help: flag,
} as const;

/** The arguments are wrong. The text says which, and what to write instead. */
export class ArgumentError extends Error {}

/**
 * Reads the arguments of the command. Returns undefined when they ask for help.
 * @throws {ArgumentError}
 */
export function readArguments(
  args: string[],
): Pick<ReplayOptions, 'selection' | 'listOnly' | 'malformed'> | undefined {
  const flags = parse(args);
  if (flags.help) return undefined;
  const unknown = flags.subject?.find((subject) => !Object.values<string>(Subjects).includes(subject));
  if (unknown) {
    throw new ArgumentError(
      `there is no subject ${unknown}; the subjects are ${Object.values(Subjects).join(', ')}`,
    );
  }
  return {
    selection: {
      subjects: flags.subject,
      queueGroups: flags['queue-group'],
      reason: flags.reason,
      since: time('since', flags.since),
      until: time('until', flags.until),
      sequences: flags.sequence?.map(sequence),
    },
    listOnly: flags.list ?? false,
    malformed: flags.malformed ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new ArgumentError(`${(error as Error).message.split('. ')[0]}; --help lists all flags`);
  }
}

function time(name: string, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) {
    throw new ArgumentError(`--${name} must be a time such as 2026-01-31T20:00Z, not "${value}"`);
  }
  return date;
}

function sequence(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new ArgumentError(`--sequence must be a whole number, not "${value}"`);
  return Number(value);
}
