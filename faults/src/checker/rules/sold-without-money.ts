import { toCents } from '@ticketing/common/money';
import type { Rule } from '../violation.js';

/** A complete order is paid: by exactly one payment, with its price. Its ticket is sold to it for this price. */
export const soldWithoutMoney: Rule = (facts) =>
  facts.snapshot.orders
    .filter(({ status }) => status === 'complete')
    .flatMap(({ id: of, paymentId, price, ticketId }) => {
      const taken = facts.intentsOf(of).filter(({ received }) => received > 0);
      const isPaid =
        taken.length === 1 &&
        taken[0]!.metadata.paymentId === paymentId &&
        taken[0]!.received === toCents(price);
      const { soldTo, soldFor } = facts.ticket(ticketId) ?? {};
      return [
        ...(isPaid ? [] : [{ of, what: `is complete, and ${taken.length} payments were taken` }]),
        ...(soldTo === of && soldFor === price
          ? []
          : [{ of, what: `is complete, and its ticket is sold to ${soldTo ?? 'nobody'} for ${soldFor}` }]),
      ];
    });
