import type { DeadLetter } from '@ticketing/common/bus';
import { DEAD_LETTER_CHANNEL, Subjects } from '@ticketing/common/events';
import { groupsHearing } from '../../system.js';
import type { Rule } from '../violation.js';

/** Each service that hears a message it can't handle parks it, and no other message is parked. */
export const deadLetters: Rule = ({ history, snapshot: { messages } }) => {
  const madeUp = new Set(history.injections.map(({ channel, body }) => `${channel} ${body}`));
  const letters = messages
    .filter(({ channel }) => channel === DEAD_LETTER_CHANNEL)
    .map(({ body }) => JSON.parse(body) as DeadLetter);
  const byKey = new Map(messages.map((message) => [`${message.channel} ${message.sequence}`, message]));
  const wrong = letters.flatMap(({ subject, sequence, queueGroup, reason }) => {
    const body = byKey.get(`${subject} ${sequence}`)?.body;
    if (madeUp.has(`${subject} ${body}`)) return [];
    return [{ of: `${subject} ${sequence}`, what: `parked by ${queueGroup}: ${reason}` }];
  });
  const parked = new Set(letters.map((each) => `${each.subject} ${each.sequence} ${each.queueGroup}`));
  const notParked = messages
    .filter(({ channel, body }) => madeUp.has(`${channel} ${body}`) && !ignorable(channel, body))
    .flatMap(({ channel, sequence }) =>
      groupsHearing(channel)
        .filter((group) => !parked.has(`${channel} ${sequence} ${group}`))
        .map((group) => ({ of: `${channel} ${sequence}`, what: `malformed, but not parked by ${group}` })),
    );
  return [...wrong, ...notParked];
};

const ENDS: readonly string[] = [Subjects.OrderCancelled, Subjects.OrderCompleted];

/**
 * The worker stores no orders, and payments keeps what it hears until the rest comes. They can't see that an order does not
 * exist, so they need not park its end.
 */
function ignorable(channel: string, body: string): boolean {
  return ENDS.includes(channel) && body.includes('"version":0');
}
