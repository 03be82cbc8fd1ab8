import { Batcher, DONE, REST_MS, withinLimit } from '@ticketing/common/async';
import {
  continueTrace,
  currentTraceparent,
  type Logger,
  span,
  type SpanOptions,
} from '@ticketing/common/telemetry';
import Queue from 'bull';
import type { RedisOptions } from 'ioredis';
import { timerLate } from '../metrics.js';

interface ExpirationJob {
  orderId: string;
  /** When the reservation ends, in ms since 1970. Timers that were set before this field existed do not have it. */
  dueAt?: number;
  /** That of the part of a trace that set the timer. What the timer causes belongs to the same trace. */
  traceparent?: string;
}

/** How Redis is reached. */
type Redis = RedisOptions & { host: string; port: number };

const START_LIMIT_MS = 30_000;
/** This many timers fire at the same time: all orders of an on-sale can expire in one second. */
const CONCURRENCY = 100;
const MAX_RETRY_DELAY_MS = 5_000;
/**
 * Timers fire at multiples of this. Bull asks Redis for due timers at each instant at which one is due. With a new instant
 * each millisecond its questions overlap, and each of them starts more: 1667 timers a second made 30 000 calls a second, and
 * the timers fell behind. (Bull's issue 1222.)
 */
const TICK_MS = 20;
const LOG_EVERY_MS = 10_000;

/**
 * Removes delayed jobs, each in one atomic step. With Bull's `remove` a worker may take the job between the check and the
 * removal. It would then fire a job without data, and leave a hash in Redis that nobody removes.
 */
const REMOVE_DELAYED = `
  for at, id in ipairs(ARGV) do
    if redis.call('ZREM', KEYS[1], id) == 1 then redis.call('DEL', KEYS[at + 1]) end
  end
`;

/**
 * The timers of reservations: one delayed Bull job in Redis for each order. A timer may fire twice, or for an order that
 * is already cancelled, so the handler must be idempotent. If Redis loses timers, the orders service cancels the overdue
 * orders itself.
 */
export class ExpirationQueue {
  private readonly queue: Queue.Queue<ExpirationJob>;
  /** Orders that end at the same time cost one call of Redis together, after the timers of others have fired. */
  private readonly removals = new Batcher<string, void>(
    async (orderIds) => {
      const keys = ['delayed', ...orderIds].map((key) => this.queue.toKey(key));
      await this.queue.client.eval(REMOVE_DELAYED, keys.length, ...keys, ...orderIds);
      return orderIds.map(() => DONE);
    },
    { restMs: REST_MS },
  );

  private constructor(redis: Redis, logger: Logger) {
    this.queue = new Queue<ExpirationJob>('order:expiration', {
      redis,
      settings: {
        // a job whose worker died is found within seconds, and it is never given up
        lockDuration: 10_000,
        stalledInterval: 5_000,
        maxStalledCount: 1_000_000,
        backoffStrategies: {
          capped: (attempt: number) =>
            untilTick(Date.now() + Math.min(MAX_RETRY_DELAY_MS, 100 * 2 ** Math.min(attempt, 10))),
        },
      },
      defaultJobOptions: {
        attempts: 1_000_000,
        backoff: { type: 'capped' },
        stackTraceLimit: 1,
        removeOnComplete: true,
      },
    });
    const loggedAt = new Map<string, number>();
    // an outage makes each worker and each due timer fail again and again; a line for each would fill the log
    const warn = (err: Error, text: string) => {
      const last = loggedAt.get(text) ?? -Infinity;
      if (performance.now() - last < LOG_EVERY_MS) return;
      loggedAt.set(text, performance.now());
      logger.warn({ err }, text);
    };
    this.queue.on('error', (error) => warn(error, 'redis'));
    this.queue.on('failed', (_job, error) => warn(error, 'expirations not published; trying again'));
  }

  /** @throws when Redis cannot be reached within `limitMs`. */
  static async connect(redis: Redis, logger: Logger, limitMs = START_LIMIT_MS): Promise<ExpirationQueue> {
    const expirations = new ExpirationQueue(redis, logger);
    try {
      await withinLimit(expirations.ready(), limitMs, `connecting to Redis at ${redis.host}:${redis.port}`);
    } catch (error) {
      expirations.queue.client.disconnect();
      throw error;
    }
    return expirations;
  }

  /** Waits for the connection itself, because Bull calls itself ready before it has reached Redis. */
  private async ready(): Promise<void> {
    const { client } = this.queue;
    // errors are logged, and the client tries again
    if (client.status !== 'ready') await new Promise((resolve) => client.once('ready', resolve));
    await this.queue.isReady();
  }

  /** Whether Redis can be reached at the moment. */
  get connected(): boolean {
    return this.queue.client.status === 'ready';
  }

  /**
   * Sets the order's timer. It fires at the first tick after `expiresAt`, and at once when that is past. A timer that exists
   * stays as it is.
   */
  async schedule(orderId: string, expiresAt: Date): Promise<void> {
    const dueAt = expiresAt.getTime();
    await span('set timer', { kind: 'producer', attributes: { 'order.id': orderId } }, () => {
      const delay = Math.max(0, untilTick(dueAt));
      return this.queue.add({ orderId, dueAt, traceparent: currentTraceparent() }, { jobId: orderId, delay });
    });
  }

  /** Removes the order's timer if it still waits. A timer that is due or firing is not stopped. */
  async cancel(orderId: string): Promise<void> {
    await this.removals.add(orderId);
  }

  /** Starts to call `onExpired` for each order whose time is over. A call that rejects is repeated until it resolves. */
  start(onExpired: (orderId: string) => Promise<void>): void {
    void this.queue
      .process(CONCURRENCY, async ({ data, attemptsMade }) => {
        const { orderId, dueAt, traceparent } = data;
        const options: SpanOptions = {
          kind: 'consumer',
          attributes: { 'order.id': orderId, 'timer.failures': attemptsMade },
          links: [traceparent], // nobody waited for the timer, as one waits for a part of one's work
        };
        await continueTrace(traceparent, 'timer fires', options, () => onExpired(orderId));
        if (dueAt !== undefined) timerLate.observe(Math.max(0, Date.now() - dueAt) / 1000);
      })
      .catch(() => undefined); // it rejects when the queue is closed while connecting; errors come as the event `error`
  }

  /** Fires no more timers, and waits for those that are firing. */
  async close(): Promise<void> {
    await this.queue.close();
  }
}

/** How many ms there are until the first tick that is not before `at`, in ms since 1970. */
function untilTick(at: number): number {
  return Math.ceil(at / TICK_MS) * TICK_MS - Date.now();
}
