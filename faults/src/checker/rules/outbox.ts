import type { Rule } from '../violation.js';

/** No event stays in an outbox for ever. */
export const outbox: Rule = ({ snapshot: { tickets, orders, payments } }) =>
  [...tickets, ...orders, ...payments]
    .filter((document) => document.outbox > 0)
    .map(({ id, outbox: waiting }) => ({ of: id, what: `${waiting} events wait in it` }));
