import { EXPIRING_STATUSES, LIVE_STATUSES } from '@ticketing/common/events';
import { askedGauge, databaseClock } from '@ticketing/common/mongo';
import { Order } from './models/order.js';

/** More orders than this are not counted. */
const MOST = 100_000;
const LIMITS = { maxTimeMS: 1_000 };

/**
 * Shows how many orders are live, and how long the oldest reservation is overdue. Both read the index of the status and the
 * end alone, and never the orders that have ended.
 */
export function measureOrders() {
  const ordersLive = askedGauge({
    name: 'orders_live',
    help: `Orders that are not at their end, by status; at most ${MOST} are counted`,
    labelNames: ['status'],
    ask: () =>
      Promise.all(
        LIVE_STATUSES.map(async (status) => ({
          labels: { status },
          value: await Order.countDocuments({ status }, { limit: MOST, ...LIMITS }),
        })),
      ),
  });
  const ordersOverdue = askedGauge({
    name: 'orders_overdue_seconds',
    help: 'How long ago the reservation should have ended that is overdue longest; 0 when none is',
    labelNames: [],
    ask: async () => {
      const firsts = await Promise.all(EXPIRING_STATUSES.map(firstEnd));
      const first = Math.min(...firsts.map((end) => end?.getTime() ?? Infinity));
      return [{ labels: {}, value: Math.max(0, databaseClock.now() - first) / 1000 }];
    },
  });
  return { ordersLive, ordersOverdue };
}

/** When the reservation ends that ends first. */
async function firstEnd(status: (typeof EXPIRING_STATUSES)[number]): Promise<Date | undefined> {
  const [first] = await Order.find({ status }, { expiresAt: 1 }, LIMITS)
    .sort({ expiresAt: 1 })
    .limit(1)
    .lean();
  return first?.expiresAt;
}
