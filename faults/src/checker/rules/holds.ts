import { groupBy } from '../group-by.js';
import type { Rule } from '../violation.js';

/** The orders of a ticket have the holds 1, 2, 3 …, each one once, and the ticket knows the last. */
export const holds: Rule = ({ snapshot }) => {
  const byTicket = groupBy(snapshot.orders, ({ ticketId }) => ticketId);
  return snapshot.tickets.flatMap(({ id, hold }) => {
    const given = (byTicket.get(id) ?? []).map((order) => order.hold).sort((a, b) => a - b);
    const broken = given.some((each, index) => each !== index + 1);
    if (broken) return [{ of: id, what: `its orders have the holds ${given.join(', ')}` }];
    const last = given.at(-1) ?? 0;
    return hold === last
      ? []
      : [{ of: id, what: `the ticket knows hold ${hold}, its last order has ${last}` }];
  });
};
