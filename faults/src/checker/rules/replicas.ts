import { isDeepStrictEqual } from 'node:util';
import type { TicketCopy } from '../../snapshot/snapshot.js';
import type { Rule } from '../violation.js';

/** The copies of the tickets equal them, and each ticket is locked for its one active order or for none. */
export const replicas: Rule = ({ snapshot: { tickets, copies, orders } }) => {
  const copyOf = new Map(copies.map((copy) => [copy.id, copy]));
  const different = tickets.flatMap((owned) => {
    const { hold: _hold, outbox: _outbox, soldTo: _soldTo, soldFor: _soldFor, ...ticket } = owned;
    const copy = copyOf.get(ticket.id);
    if (!copy) return [{ of: ticket.id, what: 'orders has no copy' }];
    return differences(ticket, copy).map((what) => ({ of: ticket.id, what }));
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

/** It compares all fields that either of the two has, so a new field of a ticket needs no change here. */
function differences(ticket: TicketCopy, copy: TicketCopy): string[] {
  const [owned, copied] = [new Map(Object.entries(ticket)), new Map(Object.entries(copy))];
  return [...new Set([...owned.keys(), ...copied.keys()])]
    .filter((field) => !isDeepStrictEqual(owned.get(field), copied.get(field)))
    .map((field) => `${field} is ${String(owned.get(field))}, in the copy ${String(copied.get(field))}`);
}
