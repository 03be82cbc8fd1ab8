import { newId } from '@ticketing/testing';
import fc from 'fast-check';
import { Ticket, type TicketDocument } from './ticket.js';

type Event = (ticket: TicketDocument) => unknown;

const orders = [newId(), newId(), newId()] as const;
const created =
  (hold: 1 | 2 | 3): Event =>
  (ticket) =>
    ticket.reserve(orders[hold - 1]!, hold);
const cancelled =
  (hold: number): Event =>
  (ticket) =>
    ticket.release(hold);
const completed =
  (hold: 1 | 2 | 3): Event =>
  (ticket) =>
    ticket.sell({ orderId: orders[hold - 1]!, hold, price: 19.5 });

/** The state of a ticket after these events. */
function after(events: Event[]) {
  const ticket = new Ticket(Ticket.list({ title: 'Concert', price: 20, userId: newId() }));
  for (const event of events) event(ticket);
  const { orderId, hold, soldTo, soldFor } = ticket;
  return { orderId, hold, soldTo, soldFor };
}

const sold = (hold: 1 | 2 | 3) => ({
  orderId: orders[hold - 1],
  hold,
  soldTo: orders[hold - 1],
  soldFor: 19.5,
});
const free = (hold: number) => ({ orderId: undefined, hold, soldTo: undefined, soldFor: undefined });

/** Each event of the list once or more often, in any order. */
const arrivalsOf = (events: Event[]) =>
  fc
    .array(fc.constantFrom(...events), { maxLength: events.length * 2 })
    .chain((again) =>
      fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }),
    );

describe('a ticket ends in the same state for every order of arrival', () => {
  it.each<[string, Event[], object]>([
    ['two orders are cancelled', [created(1), cancelled(1), created(2), cancelled(2)], free(2)],
    [
      'the first order is cancelled, and the second is paid',
      [created(1), cancelled(1), created(2), completed(2)],
      sold(2),
    ],
    [
      'two orders are cancelled, and the third is paid',
      [created(1), cancelled(1), created(2), cancelled(2), created(3), completed(3)],
      sold(3),
    ],
    ['the order of the payment was never announced', [created(1), cancelled(1), completed(2)], sold(2)],
    // orders does not publish these; they would be forged or a mistake
    ['a paid order is cancelled', [created(1), completed(1), cancelled(1)], sold(1)],
    [
      'another order follows a paid one',
      [created(1), completed(1), created(2), cancelled(2), created(3)],
      sold(1),
    ],
  ])('when %s', (_what, events, end) => {
    fc.assert(
      fc.property(arrivalsOf(events), (arrivals) => expect(after(arrivals)).toEqual(end)),
      {
        numRuns: 500,
      },
    );
  });
});
