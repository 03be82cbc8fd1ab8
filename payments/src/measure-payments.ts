import { askedGauge, databaseClock } from '@ticketing/common/mongo';
import { type Goal, GOALS, Payment } from './models/payment.js';

/** More payments than this are not counted. */
const MOST = 100_000;
const LIMITS = { maxTimeMS: 1_000 };

/** The index of this field has only unsettled payments. */
const unsettled = (goal: Goal) => ({ dueAt: { $gt: new Date(0) }, goal });

/** Shows how many payments are not at their end, and how long the oldest of them has waited. */
export function measurePayments() {
  const ofEachGoal = (valueOf: (goal: Goal) => Promise<number>) => () =>
    Promise.all(GOALS.map(async (goal) => ({ labels: { goal }, value: await valueOf(goal) })));

  const paymentsUnsettled = askedGauge({
    name: 'payments_unsettled',
    help: `Payments that are not at their end, by goal; at most ${MOST} are counted`,
    labelNames: ['goal'],
    ask: ofEachGoal((goal) => Payment.countDocuments(unsettled(goal), { limit: MOST, ...LIMITS })),
  });
  const oldestUnsettled = askedGauge({
    name: 'payments_unsettled_oldest_seconds',
    help: 'The time since the last change of the unsettled payment that has waited longest, by goal',
    labelNames: ['goal'],
    ask: ofEachGoal(async (goal) => {
      const [oldest] = await Payment.find(unsettled(goal), { changedAt: 1 }, LIMITS)
        .sort({ changedAt: 1 })
        .limit(1)
        .lean();
      return oldest ? Math.max(0, databaseClock.now() - oldest.changedAt.getTime()) / 1000 : 0;
    }),
  });
  return { paymentsUnsettled, oldestUnsettled };
}
