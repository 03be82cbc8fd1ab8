import { paymentsSeen } from '../answers.js';
import { groupBy } from '../group-by.js';
import type { Facts } from '../facts.js';
import type { Rule } from '../violation.js';

/** A payment is made at the bank once, and an order has one payment at a time. Who asks again gets the same one. */
export const secondPayments: Rule = (facts) => {
  const { intents, payments } = facts.snapshot;
  const known = intents.filter(({ metadata }) => metadata.paymentId !== undefined);
  const twice = [...groupBy(known, ({ metadata }) => metadata.paymentId)]
    .filter(([, its]) => its.length > 1)
    .map(([of = 'unknown', its]) => ({ of, what: `was made at the bank ${its.length} times` }));
  const open = [...groupBy(payments, ({ orderId }) => orderId)].flatMap(([of, its]) => {
    const at = its.toSorted((a, b) => a.createdAt - b.createdAt);
    return at.slice(1).flatMap((each, index) => {
      const before = at[index]!;
      if (before.settled && (before.changedAt <= each.createdAt || before.outcome === 'refunded')) return [];
      return [{ of, what: `payment ${each.id} began before ${before.id} had ended` }];
    });
  });
  return [...twice, ...open, ...another(facts)];
};

/** Buyers who got another payment although the order was complete. */
function another(facts: Facts) {
  const completeAt = new Map(facts.orderCompleted.map(({ at, data }) => [data.id, { at, ...data }]));
  return facts.history.calls
    .filter(({ method }) => method === 'POST')
    .flatMap((call) =>
      paymentsSeen(call).flatMap(({ id, orderId: of }) => {
        const complete = completeAt.get(of);
        if (!complete || call.startedAt <= complete.at || complete.paymentId === id) return [];
        return [{ of, what: `is complete, and its buyer got payment ${id} (call ${call.id})` }];
      }),
    );
}
