import type { Subjects } from '@ticketing/common/events';
import type { SeenEvent } from '../events.js';
import type { Rule } from '../violation.js';

/** Two events of one id and version say the same, and no event has a version that never existed. */
export const forkedVersions: Rule = (facts) => {
  const { ticketEvents, orderCreated, orderCancelled, orderClaimed, orderCompleted, snapshot } = facts;
  const said = new Map<string, string>();
  const stored = new Map(
    [...snapshot.tickets, ...snapshot.orders, ...snapshot.payments].map(({ id, version }) => [id, version]),
  );
  const events: (SeenEvent<Subjects> & { subject?: Subjects })[] = [
    ...ticketEvents,
    ...orderCreated,
    ...orderClaimed,
    ...orderCompleted,
    ...orderCancelled,
    // a payment that is given back has two events of one version
    ...facts.paymentEvents,
  ];
  return events.flatMap((event) => {
    // the trace belongs to the request, not to the state
    const { traceparent: _, ...state } = event.data;
    const { id, version } = state as { id: string; version: number };
    const text = JSON.stringify(state);
    const key = `${event.subject ?? ''} ${id} ${version}`;
    const before = said.get(key) ?? text;
    said.set(key, before);
    if (before !== text) return [{ of: id, what: `version ${version} is ${before} and ${text}` }];
    if ((stored.get(id) ?? -1) >= version) return [];
    return [{ of: id, what: `an event of version ${version}, stored is ${stored.get(id) ?? 'nothing'}` }];
  });
};
