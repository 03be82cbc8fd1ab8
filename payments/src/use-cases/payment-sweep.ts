import { databaseClock } from '@ticketing/common/mongo';
import type { Logger } from '@ticketing/common/telemetry';
import { Payment } from '../models/payment.js';
import { isAway } from '../provider/provider-error.js';
import type { Reconciler } from '../reconcile/reconciler.js';

const INTERVAL_MS = 1_000;
const BATCH = 100;
/** As many payments are looked at at the same time. */
const CONCURRENCY = 16;
/** Nobody else takes a payment for this long. It is longer than the calls of one reconciliation usually take. */
const LEASE_MS = 30_000;

/**
 * Looks at each payment when its next look is due. So every payment comes to its end when a message of the provider is
 * lost, a browser is closed, or a process dies. The instances share the work: each takes a payment by moving its next look.
 */
export class PaymentSweep {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  /** While the provider is away, one payment is tried at a time. */
  private away = false;

  constructor(
    private readonly reconciler: Reconciler,
    private readonly logger: Logger,
  ) {}

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
      .catch((error: unknown) => this.logger.warn({ err: error }, 'payments could not be swept'))
      .finally(() => (this.running = undefined)));
  }

  private async sweep(): Promise<void> {
    for (;;) {
      const limit = this.away ? 1 : BATCH;
      const due = await Payment.find({ dueAt: { $lte: new Date(databaseClock.now()) } })
        .sort({ dueAt: 1 })
        .select('dueAt')
        .limit(limit)
        .lean();
      const left = due.map(({ _id, dueAt }) => ({ id: String(_id), dueAt: dueAt! }));
      const workers = Array.from({ length: Math.min(CONCURRENCY, left.length) }, async () => {
        for (let next = left.pop(); next && !(this.away && limit > 1); next = left.pop())
          await this.take(next);
      });
      await Promise.all(workers);
      if (this.away || due.length < limit) return;
    }
  }

  private async take({ id, dueAt }: { id: string; dueAt: Date }): Promise<void> {
    const lease = new Date(databaseClock.now() + LEASE_MS);
    const due = { _id: id, dueAt };
    const payment = await Payment.findOneAndUpdate(
      due,
      { $set: { dueAt: lease } },
      { returnDocument: 'after' },
    );
    if (!payment) return; // another instance has taken it, or it has changed
    try {
      await this.reconciler.reconcile(id, payment);
      this.away = false;
    } catch (error) {
      this.away = isAway(error);
      this.reconciler.report(error, id);
    }
  }
}
