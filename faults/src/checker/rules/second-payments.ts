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
  const open = [...groupBy(payments, ({ orderId }) => orderId)]
    .map(([of, its]) => ({ of, count: its.filter(({ settled }) => !settled).length }))
    .filter(({ count }) => count > 1)
    .map(({ of, count }) => ({ of, what: `has ${count} payments that are not settled` }));
  return [...twice, ...open, ...another(facts)];
};

/** Buyers who got another payment although the first one had not ended without money. */
function another(facts: Facts) {
  const calls = facts.history.calls.filter(({ method }) => method === 'POST').flatMap(paymentsSeen);
  return [...groupBy(calls, ({ orderId }) => orderId)].flatMap(([of, shown]) => {
    const ids = [...new Set(shown.map(({ id }) => id))];
    const paid = ids.filter((id) => facts.payment(id)?.outcome === 'paid');
    return paid.length > 0 && ids.at(-1) !== paid[0]
      ? [{ of, what: `its buyer got payment ${ids.at(-1)} after ${paid[0]}, which was taken` }]
      : [];
  });
}
