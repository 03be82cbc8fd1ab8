import { RESERVATIONS_PER_ACCOUNT } from '../../system.js';
import { groupBy } from '../group-by.js';
import { clock } from '../time.js';
import type { Rule } from '../violation.js';

/** At no time does an account have more live orders than it may. */
export const hoarding: Rule = ({ reservations }) =>
  [...groupBy(reservations, ({ userId }) => userId)].flatMap(([userId, own]) => {
    const counts = own.map(({ begin: { latest: at } }) => ({
      at,
      live: own.filter(({ begin, liveUntil }) => begin.latest <= at && at < liveUntil).length,
    }));
    const most = counts.reduce((a, b) => (b.live > a.live ? b : a));
    if (most.live <= RESERVATIONS_PER_ACCOUNT) return [];
    return [{ of: userId, what: `had ${most.live} live orders at ${clock(most.at)}` }];
  });
