import type { Rule } from '../violation.js';

/** Money is taken only for the payment that claimed the order, and never for an order that is cancelled. */
export const chargedWithoutClaim: Rule = (facts) =>
  facts.snapshot.intents
    .filter(({ id, received }) => received > 0 && !facts.isByHand(id))
    .flatMap(({ id, metadata: { orderId = 'unknown', paymentId } }) => {
      const order = facts.order(orderId);
      const status = order?.status ?? 'missing';
      if (status === 'cancelled' || status === 'missing')
        return [{ of: orderId, what: `${id} was taken, and the order is ${status}` }];
      return facts.hasClaimed(orderId, paymentId) && order?.paymentId === paymentId
        ? []
        : [{ of: orderId, what: `${id} was taken for payment ${paymentId}, which has not claimed it` }];
    });
