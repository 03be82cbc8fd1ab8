import { toCents } from '@ticketing/common/money';
import type { Rule } from '../violation.js';

/** The money of at most one payment is taken for an order, and in the end its whole price is kept or none of it. */
export const chargedTwice: Rule = (facts) =>
  facts.snapshot.orders.flatMap(({ id: of, price }) => {
    const intents = facts.intentsOf(of);
    const taken = intents.filter(({ received }) => received > 0);
    if (intents.some(({ id }) => facts.isByHand(id))) return [];
    const kept = taken.reduce((sum, { received, refunded }) => sum + received - refunded, 0);
    return [
      ...(taken.length > 1 ? [{ of, what: `${taken.length} payments were taken` }] : []),
      ...(kept !== 0 && kept !== toCents(price)
        ? [{ of, what: `${kept} cents are kept of ${price} dollars` }]
        : []),
    ];
  });
