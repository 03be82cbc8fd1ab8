import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { ExpressAdapter } from '@bull-board/express';
import Queue from 'bull';
import type { Router } from 'express';
import Redis from 'ioredis';
import type { State } from '../../state.js';
import { within } from './within.js';

/** The queue of the worker. Bull keeps it under the keys that the description of the system names. */
const QUEUE = 'order:expiration';
const LIMIT_MS = 3_000;

export interface Timer {
  order: string;
  /** When it fires, in ms since 1970. */
  at: number;
}

export interface TimerState {
  counts: Record<string, number>;
  /** The timers that fire next. */
  next: Timer[];
}

/** The timers of the reservations, which the worker keeps in Redis. */
export class Timers {
  private opened: { queue: Queue.Queue; redis: Redis } | undefined;
  private made: Router | undefined;

  /** @param address where Redis is, with the login of somebody who may do everything */
  constructor(private readonly address: () => State['redis']) {}

  /** @throws when Redis does not answer in time. */
  async read(limit: number): Promise<TimerState> {
    const { queue } = this.open();
    const asked = Promise.all([queue.getJobCounts(), queue.getDelayed(0, limit - 1)]);
    const [counts, jobs] = await within(LIMIT_MS, 'it', asked).catch((error: unknown) => {
      throw new Error(`Redis: ${(error as Error).message}`, { cause: error });
    });
    const next = jobs
      .filter((job): job is Queue.Job => job !== null) // it has fired in between
      .map((job) => ({ order: String(job.id), at: job.timestamp + Number(job.opts.delay ?? 0) }));
    return { counts: { ...counts }, next };
  }

  /** Deletes everything in Redis. */
  async empty(): Promise<void> {
    await within(LIMIT_MS, 'Redis', this.open().redis.flushall());
  }

  /** The pages of bull-board. They can change nothing. */
  board(basePath: string): Router {
    if (this.made) return this.made;
    const adapter = new ExpressAdapter();
    adapter.setBasePath(basePath);
    const queue = new BullAdapter(this.open().queue, { readOnlyMode: true, allowRetries: false });
    createBullBoard({
      queues: [queue],
      serverAdapter: adapter,
      options: { uiConfig: { boardTitle: 'Timers', hideRedisDetails: true } },
    });
    return (this.made = adapter.getRouter() as Router);
  }

  close(): void {
    this.opened?.redis.disconnect();
    this.opened = undefined;
  }

  private open() {
    if (this.opened) return this.opened;
    const { host, port, username, password } = this.address();
    const redis = new Redis({
      host,
      port,
      username,
      password,
      connectTimeout: LIMIT_MS,
      maxRetriesPerRequest: 1,
      disconnectTimeout: 100, // the process need not wait for it at the end
      retryStrategy: (times) => Math.min(200 * times, 2_000),
    });
    redis.on('error', () => undefined); // the page says that Redis does not answer
    const queue = new Queue(QUEUE, { createClient: () => redis });
    queue.on('error', () => undefined);
    return (this.opened = { queue, redis });
  }
}
