import { groupBy } from '../group-by.js';
import { isReservation, mayHaveHappened, ticketWanted } from '../answers.js';
import type { Rule } from '../violation.js';

/** For every order its buyer has made one call of its own. */
export const phantoms: Rule = (facts) => {
  const key = (userId: string | undefined, ticketId: string) => `${userId} ${ticketId}`;
  const asked = groupBy(
    facts.history.calls.filter((call) => isReservation(call) && mayHaveHappened(call)),
    (call) => key(facts.userOf(call), ticketWanted(call)),
  );
  const placed = groupBy(facts.snapshot.orders, ({ userId, ticketId }) => key(userId, ticketId));
  return [...placed].flatMap(([who, orders]) => {
    const calls = asked.get(who)?.length ?? 0;
    const what = `${orders.length} orders of one buyer, who asked ${calls} times`;
    return orders.length > calls ? [{ of: orders[0]!.ticketId, what }] : [];
  });
};
