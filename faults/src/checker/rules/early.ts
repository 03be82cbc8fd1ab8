import { clock } from '../time.js';
import type { Rule } from '../violation.js';

/** No order is cancelled before its time unless its buyer asked for it. A cancelled order stays cancelled. */
export const early: Rule = ({ reservations }) =>
  reservations.flatMap(({ orderId, expiresAt, deletedAt, end, lastSeenActive }) => {
    if (end.latest < Math.min(expiresAt, deletedAt))
      return [{ of: orderId, what: `cancelled at ${clock(end.latest)}, due at ${clock(expiresAt)}` }];
    if (end.latest < lastSeenActive)
      return [{ of: orderId, what: `cancelled at ${clock(end.latest)}, active at ${clock(lastSeenActive)}` }];
    return [];
  });
