import type { DeadLetter } from '@ticketing/common/bus';
import { DEAD_LETTER_CHANNEL, Subjects } from '@ticketing/common/events';
import type { Rule } from '../violation.js';

/** Who hears what. */
const HEARD_BY: Record<Subjects, string[]> = {
  [Subjects.TicketCreated]: ['orders-service'],
  [Subjects.TicketUpdated]: ['orders-service'],
  [Subjects.OrderCreated]: ['tickets-service', 'expiration-service'],
  [Subjects.OrderCancelled]: ['tickets-service', 'expiration-service'],
  [Subjects.ExpirationComplete]: ['orders-service'],
};

/** What can't be handled is parked by each who heard it, and nothing else is. */
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
      (HEARD_BY[channel as Subjects] ?? [])
        .filter((group) => !parked.has(`${channel} ${sequence} ${group}`))
        .map((group) => ({ of: `${channel} ${sequence}`, what: `malformed, but not parked by ${group}` })),
    );
  return [...wrong, ...notParked];
};

/** The worker has no orders of its own: that nobody knows an order is nothing it could see. */
function ignorable(channel: string, body: string): boolean {
  return channel === (Subjects.OrderCancelled as string) && body.includes('"version":0');
}
