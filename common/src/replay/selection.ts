import type { ParkedMessage } from './parked-messages.js';

/** The messages that somebody asks for. A part that is not given lets every message pass. */
export interface Selection {
  subjects?: readonly string[];
  queueGroups?: readonly string[];
  /** A part of the reason, in letters of any case. */
  reason?: string;
  /** The message was parked at this time or later. */
  since?: Date;
  /** The message was parked before this time. */
  until?: Date;
  /** The numbers of the messages in their channels, as log lines have them. */
  sequences?: readonly number[];
}

export function isSelected({ letter }: ParkedMessage, selection: Selection): boolean {
  const { subjects, queueGroups, reason, since, until, sequences } = selection;
  const parkedAt = Date.parse(letter.parkedAt);
  return (
    (subjects?.includes(letter.subject) ?? true) &&
    (queueGroups?.includes(letter.queueGroup) ?? true) &&
    (reason === undefined || letter.reason.toLowerCase().includes(reason.toLowerCase())) &&
    (since === undefined || parkedAt >= since.getTime()) &&
    (until === undefined || parkedAt < until.getTime()) &&
    (sequences?.includes(letter.sequence) ?? true)
  );
}
