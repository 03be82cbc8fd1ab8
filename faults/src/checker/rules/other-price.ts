import { isReservation, ordersSeen, seenIn, ticketWanted } from '../answers.js';
import type { Call } from '../../history.js';
import type { OrderState } from '../../snapshot/snapshot.js';
import type { Facts } from '../facts.js';
import type { Rule } from '../violation.js';

/** An order has the title and the price that its buyer saw. Nobody is told that a ticket has changed when it has not. */
export const otherPrice: Rule = (facts) => [
  ...facts.snapshot.orders.flatMap((order) => {
    const seen = callsThatMayHavePlaced(facts, order).map(seenIn);
    const asked = seen.length === 0 || seen.some((each) => each === undefined || isSame(each, order));
    return asked ? [] : [{ of: order.id, what: `its buyer saw ${show(seen[0]!)}, it is ${show(order)}` }];
  }),
  ...facts.history.calls.filter(isReservation).flatMap((call) => {
    const seen = seenIn(call);
    const { ticket } = (call.answer ?? {}) as { ticket?: Offer };
    if (call.status !== 409 || !ticket || (seen && !isSame(seen, ticket))) return [];
    return [{ of: ticketWanted(call), what: `call ${call.id} was told of a change from ${show(ticket)}` }];
  }),
];

type Offer = Pick<OrderState, 'title' | 'price'>;
const isSame = (a: Offer, b: Offer) => a.title === b.title && a.price === b.price;
const show = ({ title, price }: Offer) => `${title} for ${price}`;

/** The call that was answered with the new order, or all calls of its buyer that nobody knows the outcome of. */
function callsThatMayHavePlaced(facts: Facts, { id, userId, ticketId }: OrderState): Call[] {
  const calls = facts.placingsOf(ticketId);
  const answered = calls.filter((call) => call.status === 201 && ordersSeen(call)[0]?.id === id);
  if (answered.length > 0) return answered;
  return calls.filter((call) => !(call.status! < 300) && facts.userOf(call) === userId);
}
