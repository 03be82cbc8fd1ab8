import { type EventData, parseEvent, Subjects } from '@ticketing/common/events';
import type { History } from '../history.js';
import type { BusMessage, Snapshot } from '../snapshot/snapshot.js';

/** A well-formed event on the bus. */
export interface SeenEvent<S extends Subjects> {
  at: number;
  sequence: number;
  data: EventData<S>;
}

/** The well-formed messages of a channel that no fault made up, in the order in which the bus took them. */
export function eventsOf<S extends Subjects>(
  { injections }: History,
  { messages }: Snapshot,
  subject: S,
): SeenEvent<S>[] {
  const madeUp = new Set(injections.filter(({ channel }) => channel === subject).map(({ body }) => body));
  return messages
    .filter(({ channel, body }) => channel === subject && !madeUp.has(body))
    .sort((a, b) => a.sequence - b.sequence)
    .flatMap((message) => parsed(message, subject));
}

function parsed<S extends Subjects>({ at, sequence, body }: BusMessage, subject: S): SeenEvent<S>[] {
  try {
    return [{ at, sequence, data: parseEvent(subject, JSON.parse(body)) }];
  } catch {
    return []; // the rule on dead letters judges it
  }
}

/** The events of each id, by version. An event may come twice: only the first one counts. */
export function firstOfEach<S extends Subjects>(
  events: SeenEvent<S>[],
): Map<string, Map<number, SeenEvent<S>>> {
  const byId = new Map<string, Map<number, SeenEvent<S>>>();
  for (const event of events) {
    const { id, version } = event.data as { id: string; version: number };
    const versions = byId.get(id) ?? new Map<number, SeenEvent<S>>();
    byId.set(id, versions);
    if (!versions.has(version)) versions.set(version, event);
  }
  return byId;
}
