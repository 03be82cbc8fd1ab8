import { performance } from 'node:perf_hooks';
import mongoose from 'mongoose';

const INTERVAL_MS = 5_000;
/** A clock drifts: what was read longer ago gives way, however well it was known. */
const LASTS_MS = 60_000;

/**
 * The time as a database server has it. Instances of a service may run on machines whose clocks are minutes apart; what
 * they decide on time they decide by the one clock they share. In between the monotonic clock carries it on, which no
 * correction of the machine's date moves.
 */
export class DatabaseClock {
  private known: { time: number; ticks: number; doubt: number } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;

  /** @param ask resolves to the server's date. */
  constructor(
    private readonly ask: () => Promise<Date>,
    private readonly ticks: () => number = () => performance.now(),
  ) {}

  /** Milliseconds since 1970; by the process's own clock before the database has told its own. */
  now(): number {
    return this.known ? this.known.time + this.ticks() - this.known.ticks : Date.now();
  }

  /** Asks the database, once at a time. What took longer says less: the better-known time stays, unless both can't be true. */
  read(): Promise<void> {
    return (this.reading ??= this.readOnce().finally(() => (this.reading = undefined)));
  }

  /** Asks every few seconds. While the database is away the clock runs on. */
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
 * The clock of the service: that of its database, kept right from `connectMongo` on. Of a replica set the primary
 * tells it; another primary with another date is followed within seconds.
 */
export const databaseClock = new DatabaseClock(async () => {
  const { localTime } = await mongoose.connection.db!.admin().command({ hello: 1 });
  return localTime as Date;
});
