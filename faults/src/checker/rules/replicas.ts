import type { Rule } from '../violation.js';

/** The copies of the tickets equal them, and each ticket is locked for its one active order or for none. */
export const replicas: Rule = ({ snapshot: { tickets, copies, orders } }) => {
  const copyOf = new Map(copies.map((copy) => [copy.id, copy]));
  const different = tickets.flatMap(({ hold: _hold, outbox: _outbox, ...ticket }) => {
    const copy = copyOf.get(ticket.id);
    if (!copy) return [{ of: ticket.id, what: 'orders has no copy' }];
    const fields = ['title', 'price', 'userId', 'version', 'orderId'] as const;
    const wrong = fields.filter((field) => ticket[field] !== copy[field]);
    return wrong.map((field) => ({
      of: ticket.id,
      what: `${field} is ${String(ticket[field])}, in the copy ${String(copy[field])}`,
    }));
  });
  const known = new Set(tickets.map(({ id }) => id));
  const strange = copies
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => ({ of: id, what: 'a copy of a ticket that does not exist' }));
  const unlocked = orders
    .filter(({ status }) => status !== 'cancelled')
    .flatMap(({ id, ticketId }) => {
      const lock = tickets.find((ticket) => ticket.id === ticketId)?.orderId;
      return lock === id
        ? []
        : [{ of: ticketId, what: `held by order ${id}, locked for ${lock ?? 'nobody'}` }];
    });
  return [...different, ...strange, ...unlocked];
};
