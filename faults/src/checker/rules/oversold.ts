import { groupBy } from '../group-by.js';
import { clock } from '../time.js';
import type { Rule } from '../violation.js';

/** At no time do two orders hold one ticket; in the end at most one is not cancelled. */
export const oversold: Rule = (facts) => {
  const overlaps = [...facts.byTicket()].flatMap(([ticketId, reservations]) =>
    reservations.flatMap((first, index) =>
      reservations.slice(index + 1).flatMap((second) => {
        const both = Math.max(first.begin.latest, second.begin.latest);
        const until = Math.min(first.end.earliest, second.end.earliest);
        if (both >= until) return [];
        const what = `orders ${first.orderId} and ${second.orderId} both held it at ${clock(both)}`;
        return [{ of: ticketId, what }];
      }),
    ),
  );
  const stored = groupBy(facts.snapshot.orders, ({ ticketId }) => ticketId);
  const inTheEnd = [...stored].flatMap(([ticketId, orders]) => {
    const holding = orders.filter(({ status }) => status !== 'cancelled').map(({ id }) => id);
    return holding.length > 1 ? [{ of: ticketId, what: `not cancelled: ${holding.join(', ')}` }] : [];
  });
  return [...overlaps, ...inTheEnd];
};
