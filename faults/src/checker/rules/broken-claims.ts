import { groupBy } from '../group-by.js';
import type { Rule } from '../violation.js';

/** An order that a payment has claimed ends with that payment: nothing else cancels it, and no other payment gets it. */
export const brokenClaims: Rule = (facts) => {
  const byOrder = groupBy(facts.orderClaimed, ({ data }) => data.id);
  const failed = new Set(facts.paymentFailed.map(({ data }) => data.id));
  return [...byOrder].flatMap(([of, claims]) => {
    const payments = [...new Set(claims.map(({ data }) => data.paymentId))];
    if (payments.length > 1) return [{ of, what: `was claimed by ${payments.join(' and ')}` }];
    const order = facts.order(of);
    if (order?.status !== 'cancelled') return [];
    if (!failed.has(payments[0]!))
      return [{ of, what: `was claimed by ${payments[0]}, which has not failed, and is cancelled` }];
    return order.cancelReason === 'payment-failed'
      ? []
      : [{ of, what: `was claimed, and then cancelled: ${order.cancelReason}` }];
  });
};
