import { isReservation, refusalOf, ticketWanted } from '../answers.js';
import { clock } from '../time.js';
import type { Rule } from '../violation.js';

/** A ticket that no order holds is on sale: nothing locks it, and nobody is refused. */
export const undersold: Rule = (facts) => {
  const locked = facts.snapshot.tickets.flatMap(({ id, orderId }) => {
    if (orderId === undefined) return [];
    const status = facts.order(orderId)?.status ?? 'missing';
    return status === 'cancelled' || status === 'missing'
      ? [{ of: id, what: `locked for order ${orderId}, which is ${status}` }]
      : [];
  });
  const reservations = facts.byTicket();
  const refused = facts.history.calls
    .filter((call) => isReservation(call) && refusalOf(call) === 'taken')
    .filter(
      (call) =>
        !reservations
          .get(ticketWanted(call))
          ?.some(({ begin, end }) => begin.earliest <= call.endedAt && end.latest >= call.startedAt),
    )
    .map((call) => ({
      of: ticketWanted(call),
      what: `${call.actor} was refused at ${clock(call.startedAt)} (call ${call.id}), when no order held it`,
    }));
  const probed = facts.history.calls
    .filter(({ probe, method, status }) => probe && method === 'POST' && status === 404)
    .map((call) => ({ of: ticketWanted(call), what: `orders does not know it (call ${call.id})` }));
  return [...locked, ...refused, ...probed];
};
