import { performance } from 'node:perf_hooks';
import mongoose from 'mongoose';

const INTERVAL_MS = 5_000;
/** Clocks drift. A reading that is older than this is replaced by the next one, however precise it was. */
const LASTS_MS = 60_000;

/**
 * The clock of the database server. Instances of a service may run on machines whose clocks are minutes apart, so they
 * use the one clock that they share for every decision on time. Between two readings the monotonic clock of the process
 * advances it; a correction of the machine's date does not change that clock.
 */
export class DatabaseClock {
  private known: { time: number; ticks: number; doubt: number } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;

  /**
   * @param ask resolves to the server's date.
   * @param ticks the monotonic clock, in milliseconds.
   */
  constructor(
    private readonly ask: () => Promise<Date>,
    private readonly ticks: () => number = () => performance.now(),
  ) {}

  /** Milliseconds since 1970. Before the first reading this is the clock of the process. */
  now(): number {
    return this.known ? this.known.time + this.ticks() - this.known.ticks : Date.now();
  }

  /**
   * Asks the database; calls at the same time share one question. An answer that took longer is less precise. The more
   * precise reading is kept, unless the two contradict each other.
   */
  read(): Promise<void> {
    return (this.reading ??= this.readOnce().finally(() => (this.reading = undefined)));
  }

  /** Asks every few seconds. While the database is away, the clock runs on. */
  start(): void {
    this.timer = setInterval(() => void this.read().catch(() => undefined), INTERVAL_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async readOnce(): Promise<void> {
    const from = this.ticks();
    const told = await this.ask();
    const to = this.ticks();
    const read = { time: told.getTime() + (to - from) / 2, ticks: to, doubt: (to - from) / 2 };
    const off = Math.abs(this.now() - read.time);
    const { doubt = Infinity, ticks = 0 } = this.known ?? {};
    if (read.doubt <= doubt || off > doubt + read.doubt || to - ticks > LASTS_MS) this.known = read;
  }
}

/**
 * The clock of the service's database. It is set by `connectMongo`. In a replica set it is the clock of the primary;
 * after a change of the primary it follows the new one within seconds.
 */
export const databaseClock = new DatabaseClock(async () => {
  const { localTime } = await mongoose.connection.db!.admin().command({ hello: 1 });
  return localTime as Date;
});
