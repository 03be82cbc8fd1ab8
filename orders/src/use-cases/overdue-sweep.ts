import { EXPIRING_STATUSES } from '@ticketing/common/events';
import { databaseClock } from '@ticketing/common/mongo';
import { continueTrace, type Logger } from '@ticketing/common/telemetry';
import type { Types } from 'mongoose';
import { Order, type OrderFields } from '../models/order.js';
import { expireOrder } from './expire-order.js';

const INTERVAL_MS = 2_000;
/** The sweep leaves an overdue order to the worker for this long. */
const GRACE_MS = 2_000;
const BATCH = 100;

/**
 * Cancels overdue orders that the worker did not report, because it is dead or Redis lost its timers. So every
 * reservation ends, whichever process died.
 */
export class OverdueSweep {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly logger: Logger) {}

  start(): void {
    this.timer = setInterval(() => void this.run(), INTERVAL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Runs one sweep. A call during a sweep returns the promise of that sweep. */
  run(): Promise<void> {
    return (this.running ??= this.sweep()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'overdue orders could not be swept'))
      .finally(() => (this.running = undefined)));
  }

  private async sweep(): Promise<void> {
    const latest = new Date(databaseClock.now() - GRACE_MS);
    /** Orders that could not be cancelled. They stay overdue, and those behind them must still be found. */
    const stuck: Types.ObjectId[] = [];
    let cause: unknown;
    while (stuck.length < BATCH) {
      const overdue = await Order.find({
        _id: { $nin: stuck },
        status: { $in: EXPIRING_STATUSES },
        expiresAt: { $lte: latest },
      })
        .select('trace')
        .limit(BATCH)
        .lean();
      const results = await Promise.allSettled(overdue.map(cancel));
      const cancelled = results.filter(({ status }) => status === 'fulfilled').length;
      results.forEach((result, index) => {
        if (result.status === 'fulfilled') return;
        cause = result.reason;
        stuck.push(overdue[index]!._id);
      });
      if (cancelled > 0)
        this.logger.warn({ orders: cancelled }, 'cancelled overdue orders the worker had not reported');
      if (overdue.length < BATCH) break;
    }
    if (stuck.length > 0) throw cause;
  }
}

/** Cancels an overdue order in the trace of the request that placed it, as its timer would have done. */
function cancel({ _id, trace }: Pick<OrderFields, 'trace'> & { _id: Types.ObjectId }) {
  const id = String(_id);
  // nobody waited for this, as one waits for a part of one's work, so it also has a link
  const options = { attributes: { 'order.id': id }, links: [trace] };
  return continueTrace(trace, 'cancel overdue order', options, () => expireOrder(id));
}
