import { clock } from '../time.js';
import type { Rule } from '../violation.js';

/**
 * No order is cancelled before its time unless its buyer asked for it or its payment has failed, nor says that it was. A
 * cancelled order stays cancelled.
 */
export const early: Rule = (facts) =>
  facts.reservations.flatMap(({ orderId, expiresAt, deletedAt, failedAt, end, lastSeenActive }) => {
    if (end.latest < Math.min(expiresAt, deletedAt, failedAt))
      return [{ of: orderId, what: `cancelled at ${clock(end.latest)}, due at ${clock(expiresAt)}` }];
    if (end.latest < lastSeenActive)
      return [{ of: orderId, what: `cancelled at ${clock(end.latest)}, active at ${clock(lastSeenActive)}` }];
    const { cancelledAt = Infinity } = facts.order(orderId) ?? {};
    if (failedAt < Infinity) return [];
    return cancelledAt < expiresAt && deletedAt === Infinity
      ? [{ of: orderId, what: `says that its buyer cancelled it at ${clock(cancelledAt)}` }]
      : [];
  });
