import { toCents } from '@ticketing/common/money';
import { paymentsSeen } from '../answers.js';
import type { Rule } from '../violation.js';

/** Only its buyer pays for an order and sees its payments, and the amount is the price of the order. */
export const otherPayer: Rule = (facts) => [
  ...facts.snapshot.intents.flatMap(({ id: of, amount, metadata: { orderId = '', userId } }) => {
    const order = facts.order(orderId);
    if (!order && facts.isByHand(of)) return [];
    if (!order) return [{ of, what: `is for order ${orderId}, which is missing` }];
    return [
      ...(order.userId === userId ? [] : [{ of, what: `is for ${userId}, the buyer is ${order.userId}` }]),
      ...(amount === toCents(order.price)
        ? []
        : [{ of, what: `is over ${amount} cents, the price is ${order.price} dollars` }]),
    ];
  }),
  ...facts.history.calls.flatMap((call) =>
    paymentsSeen(call).flatMap(({ id: of }) => {
      const owner = facts.payment(of)?.userId;
      return owner === undefined || owner === facts.userOf(call)
        ? []
        : [{ of, what: `was shown to ${call.actor} by call ${call.id}` }];
    }),
  ),
];
