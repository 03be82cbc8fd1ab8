import type { Call } from '../../history.js';
import { isReservation, ordersSeen, ticketWanted } from '../answers.js';
import type { Facts } from '../facts.js';
import type { Reservation } from '../reservations.js';
import type { Rule } from '../violation.js';

/** A buyer who asks again for the ticket that they hold gets that order: no second one, and no refusal. */
export const ownOrder: Rule = (facts) => {
  const byTicket = facts.byTicket();
  return facts.history.calls
    .filter((call) => isReservation(call) && call.status !== undefined && call.status < 500)
    .flatMap((call) => {
      const what = wrongAnswer(facts, call, byTicket.get(ticketWanted(call)) ?? []);
      return what === undefined ? [] : [{ of: ticketWanted(call), what: `${what} (call ${call.id})` }];
    });
};

function wrongAnswer(facts: Facts, call: Call, reservations: Reservation[]): string | undefined {
  const { startedAt, endedAt, status } = call;
  const own = reservations.filter(({ userId }) => userId === facts.userOf(call));
  const held = own.find(({ begin, liveUntil }) => begin.latest <= startedAt && endedAt <= liveUntil);
  const shown = ordersSeen(call)[0]?.id;
  if (held && status !== 200) return `${call.actor} holds it by ${held.orderId} and was answered ${status}`;
  if (status !== 200) return undefined;
  const live = own.find(({ orderId }) => orderId === shown);
  return live && live.begin.earliest <= endedAt && startedAt <= live.end.latest
    ? undefined
    : `${call.actor} was shown ${shown}, which did not hold it for them`;
}
