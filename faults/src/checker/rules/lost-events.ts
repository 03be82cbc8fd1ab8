import { firstOfEach } from '../events.js';
import type { Rule } from '../violation.js';

/** Every version that a ticket or an order ever had has its event on the bus. */
export const lostEvents: Rule = (facts) => {
  const tickets = facts.snapshot.tickets.flatMap(({ id, version }) => {
    const known = facts.ticketVersions.get(id);
    const missing = Array.from({ length: version + 1 }, (_, each) => each).filter(
      (each) => !known?.has(each),
    );
    return missing.map((each) => ({ of: id, what: `no event for version ${each} of the ticket` }));
  });
  const created = firstOfEach(facts.orderCreated);
  const cancelled = firstOfEach(facts.orderCancelled);
  const orders = facts.snapshot.orders.flatMap(({ id, status, version }) => [
    ...(created.get(id)?.has(0) ? [] : [{ of: id, what: 'no order:created' }]),
    ...(status !== 'cancelled' || cancelled.get(id)?.has(version)
      ? []
      : [{ of: id, what: `no order:cancelled of version ${version}` }]),
  ]);
  return [...tickets, ...orders];
};
