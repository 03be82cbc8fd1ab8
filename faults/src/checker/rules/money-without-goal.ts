import type { Rule } from '../violation.js';

/** The books name the goal before money moves. */
export const moneyWithoutGoal: Rule = (facts) =>
  facts.snapshot.intents.flatMap(({ id, received, refunded, metadata: { paymentId = 'unknown' } }) => {
    if (facts.isByHand(id)) return [];
    const goal = facts.payment(paymentId)?.goal ?? 'unknown';
    if (refunded > 0 && goal !== 'refund')
      return [{ of: paymentId, what: `${id} was given back, and the goal is ${goal}` }];
    return received > 0 && goal !== 'capture' && goal !== 'refund'
      ? [{ of: paymentId, what: `${id} was taken, and the goal is ${goal}` }]
      : [];
  });
