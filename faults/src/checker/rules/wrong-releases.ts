import { groupBy } from '../group-by.js';
import type { TicketEvent } from '../evidence.js';
import type { Facts } from '../facts.js';
import { clock } from '../time.js';
import type { Rule } from '../violation.js';

/** A ticket is locked for orders in the order of their holds, and none is released while its order holds it. */
export const wrongReleases: Rule = (facts) => {
  const cancelled = groupBy(facts.orderCancelled, ({ data }) => data.ticket.id);
  return [...facts.ticketVersions].flatMap(([of, versions]) => {
    const states = [...versions].sort(([a], [b]) => a - b).map(([, event]) => event);
    let highest = 0;
    return states.flatMap((state, index) => {
      const lock = lockOf(state);
      const before = index > 0 ? lockOf(states[index - 1]!) : undefined;
      if (lock === before) return [];
      const reasons: string[] = [];
      const hold = lock === undefined ? undefined : facts.reservation(lock)?.hold;
      if (lock !== undefined && hold === undefined) reasons.push(`locked for ${lock}, which is no order`);
      if (hold !== undefined && hold <= highest)
        reasons.push(`locked for ${lock} (hold ${hold}) after hold ${highest}`);
      highest = Math.max(highest, hold ?? 0);
      if (before !== undefined)
        reasons.push(...released(facts, cancelled, before, state, lock === undefined));
      return reasons.map((reason) => ({ of, what: `version ${state.data.version}: ${reason}` }));
    });
  });
};

function lockOf({ data }: TicketEvent): string | undefined {
  return 'orderId' in data ? data.orderId : undefined;
}

function released(
  facts: Facts,
  cancelled: Map<string, Facts['orderCancelled']>,
  orderId: string,
  { at }: TicketEvent,
  toNobody: boolean,
): string[] {
  const reservation = facts.reservation(orderId);
  if (!reservation) return [];
  const { end, ticketId, hold = 0 } = reservation;
  if (at < end.earliest)
    return [`released from ${orderId} at ${clock(at)}, which held it until ${clock(end.earliest)}`];
  const announced = (cancelled.get(ticketId) ?? []).some(
    (event) => event.data.ticket.hold >= hold && event.at <= at,
  );
  return toNobody && !announced ? [`released from ${orderId} before anybody said that it is cancelled`] : [];
}
