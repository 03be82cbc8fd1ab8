import { DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL } from '@ticketing/common/events';
import { eventProblem } from '@ticketing/contracts';
import type { Rule } from '../violation.js';

const NO_EVENTS: readonly string[] = [DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL];

/** Every event that a service published is one that `asyncapi.yaml` describes, and has no field that it does not name. */
export const undescribedEvents: Rule = ({ history, snapshot: { messages } }) => {
  const madeUp = new Set(history.injections.map(({ channel, body }) => `${channel} ${body}`));
  return messages
    .filter(({ channel, body }) => !NO_EVENTS.includes(channel) && !madeUp.has(`${channel} ${body}`))
    .flatMap(({ channel, sequence, body }) => {
      const what = problemOf(channel, body);
      return what === undefined ? [] : [{ of: `${channel} ${sequence}`, what }];
    });
};

function problemOf(channel: string, body: string): string | undefined {
  try {
    return eventProblem(channel, JSON.parse(body));
  } catch {
    return 'its body is not JSON';
  }
}
