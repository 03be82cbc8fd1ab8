import { RESERVATIONS_PER_ACCOUNT } from '../../system.js';
import type { Call } from '../../history.js';
import { idIn, isReservation, refusalOf, ticketWanted } from '../answers.js';
import type { Facts } from '../facts.js';
import { groupBy } from '../group-by.js';
import type { Reservation } from '../reservations.js';
import type { Rule } from '../violation.js';

/** The longest time for which a buyer may not reserve the same ticket again. */
const PAUSE_MS = 60_000;

/** Nobody is refused for a limit that they have not reached, a pause that they need not make, a purchase they did not make, or a claim that no payment has. */
export const wrongRefusals: Rule = (facts) => {
  const byBuyer = groupBy(facts.reservations, ({ userId }) => userId);
  const reservations = facts.history.calls.filter(isReservation).flatMap((call) => {
    const reason = refusalOf(call);
    if (reason === undefined || reason === 'taken') return [];
    const own = byBuyer.get(facts.userOf(call) ?? '') ?? [];
    if (isTrue(reason, facts, call, own)) return [];
    return [{ of: ticketWanted(call), what: `${call.actor} was refused (${reason}, call ${call.id})` }];
  });
  const claimed = new Set(facts.orderClaimed.map(({ data }) => data.id));
  const cancellations = facts.history.calls
    .filter(({ method, status, path }) => method === 'DELETE' && status === 400 && !claimed.has(idIn(path)))
    .map(({ id, path }) => ({ of: idIn(path), what: `its buyer could not cancel it (call ${id})` }));
  return [...reservations, ...cancellations];
};

function isTrue(reason: string, facts: Facts, call: Call, own: Reservation[]): boolean {
  const { startedAt, endedAt } = call;
  const begun = own.filter(({ begin }) => begin.earliest <= endedAt);
  const ofTicket = begun.filter(({ ticketId }) => ticketId === ticketWanted(call));
  switch (reason) {
    case 'limit':
      return begun.filter(({ end }) => end.latest >= startedAt).length >= RESERVATIONS_PER_ACCOUNT;
    case 'pause':
      return ofTicket.some(({ end }) => end.latest >= startedAt - PAUSE_MS && end.earliest <= endedAt);
    case 'bought':
      return ofTicket.some(({ orderId }) => facts.order(orderId)?.status === 'complete');
    default:
      return false;
  }
}
