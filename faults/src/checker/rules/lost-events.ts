import { Subjects } from '@ticketing/common/events';
import { firstOfEach } from '../events.js';
import type { Rule } from '../violation.js';

/** Every version of a ticket, every state of an order and every end of a payment has its event on the bus. */
export const lostEvents: Rule = (facts) => {
  const tickets = facts.snapshot.tickets.flatMap(({ id, version }) => {
    const known = facts.ticketVersions.get(id);
    const missing = Array.from({ length: version + 1 }, (_, each) => each).filter(
      (each) => !known?.has(each),
    );
    return missing.map((each) => ({ of: id, what: `no event for version ${each} of the ticket` }));
  });
  const created = firstOfEach(facts.orderCreated);
  const ends: Record<string, Set<string>> = {
    cancelled: idsOf(facts.orderCancelled),
    complete: idsOf(facts.orderCompleted),
    'awaiting:payment': idsOf(facts.orderClaimed),
  };
  const orders = facts.snapshot.orders.flatMap(({ id, status }) => [
    ...(created.get(id)?.has(0) ? [] : [{ of: id, what: 'no order:created' }]),
    ...((ends[status]?.has(id) ?? true) ? [] : [{ of: id, what: `no event that it is ${status}` }]),
  ]);
  const payments = facts.snapshot.payments.flatMap(({ id, outcome = '' }) => {
    const subject = SUBJECTS[outcome];
    const isTold =
      subject === undefined ||
      facts.paymentEvents.some((event) => event.subject === subject && event.data.id === id);
    return isTold ? [] : [{ of: id, what: `no ${subject}` }];
  });
  return [...tickets, ...orders, ...payments];
};

/** The events that tell how a payment ended. That it is voided follows from the end of its order, which needs no event. */
const SUBJECTS: Readonly<Record<string, Subjects>> = {
  paid: Subjects.PaymentCreated,
  failed: Subjects.PaymentFailed,
  refunded: Subjects.PaymentRefunded,
};

function idsOf(events: readonly { data: { id: string } }[]): Set<string> {
  return new Set(events.map(({ data }) => data.id));
}
