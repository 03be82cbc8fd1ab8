import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stan } from 'node-nats-streaming';
import type { Logger } from '../telemetry/logger.js';
import { asError, BusUnavailableError } from './errors.js';
import { openClient, openSubscription, type SubscriptionSpec } from './nats-client.js';

export interface NatsOptions {
  /** e.g. `http://nats-srv:4222` */
  url: string;
  clusterId: string;
  /** One of its own for each running instance. */
  clientId: string;
  logger: Logger;
  /** How long a start may wait for the broker; 30 000 ms when left out. */
  startLimitMs?: number;
  /** How long a broken connection is tried again before `lost`; 300 000 ms when left out. */
  outageLimitMs?: number;
}

interface Events {
  /** Connected again, subscriptions and all. */
  up: [];
  /** The broker was away for longer than `outageLimitMs`: only a new process helps. */
  lost: [Error];
}

const RETRY_MS = 500;
const CLOSE_LIMIT_MS = 3_000;
/** NATS' default limit for a message is 1 MiB, envelope and all; over it the server drops the connection. */
const MAX_BODY_BYTES = 1_000_000;

/**
 * A connection to NATS Streaming that outlives the broker: when the client library gives up, a new client takes its
 * place and every subscription is made anew on its durable, so that nothing is missed.
 */
export class NatsConnection extends EventEmitter<Events> {
  readonly logger: Logger;
  private readonly subscriptions: SubscriptionSpec[] = [];
  private client: Stan | undefined;
  /** Rejects what was published and not yet acknowledged. */
  private readonly unacknowledged = new Set<(error: Error) => void>();
  private up = false;
  private closing = false;

  private constructor(private readonly options: NatsOptions) {
    super();
    this.logger = options.logger;
  }

  /** @throws when the broker can't be reached within the start limit; the message says where it was looked for. */
  static async connect(options: NatsOptions): Promise<NatsConnection> {
    const connection = new NatsConnection(options);
    await connection.openWithin(options.startLimitMs ?? 30_000);
    return connection;
  }

  /** Whether the broker can be reached at the moment. */
  get connected(): boolean {
    return this.up;
  }

  /**
   * Hands a message to the broker; resolves when the broker has stored it.
   * @param body at most 1 MB; text is sent as UTF-8.
   * @throws {BusUnavailableError} when the broker is away or did not acknowledge within 10 s or before the
   * connection was lost. It may have the message
   * all the same: publish it again, listeners are idempotent.
   */
  async publish(channel: string, body: string | Buffer): Promise<void> {
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BODY_BYTES)
      throw new RangeError(`a message of ${bytes} bytes is over the limit of ${MAX_BODY_BYTES}`);
    const client = this.client;
    if (!client || !this.up) throw new BusUnavailableError('not connected');
    await new Promise<void>((resolve, reject) => {
      const done = (error?: unknown) => {
        this.unacknowledged.delete(done);
        if (error) reject(new BusUnavailableError(asError(error).message));
        else resolve();
      };
      this.unacknowledged.add(done);
      try {
        client.publish(channel, body, done);
      } catch (error) {
        done(error); // a closed client throws although it was given a callback
      }
    });
  }

  /** Subscribes to a durable queue group; the subscription is made anew whenever the connection is. */
  async subscribe(spec: SubscriptionSpec): Promise<void> {
    this.subscriptions.push(spec);
    if (this.client) await openSubscription(this.client, spec);
  }

  /** Leaves the broker; durables stay, and what was not acknowledged is delivered to another instance or the next one. */
  async close(): Promise<void> {
    this.closing = true;
    this.up = false;
    const client = this.client;
    this.client = undefined;
    if (!client) return;
    const closed = once(client, 'close', { signal: AbortSignal.timeout(CLOSE_LIMIT_MS) });
    client.close();
    await closed.catch(() => undefined); // the broker is away: its heartbeats will find that we are gone
  }

  private async openWithin(limitMs: number): Promise<void> {
    const { url, clusterId, clientId } = this.options;
    const deadline = Date.now() + limitMs;
    for (;;) {
      try {
        return await this.open();
      } catch (thrown) {
        if (this.closing) return;
        if (Date.now() + RETRY_MS > deadline) {
          throw new Error(
            `NATS Streaming can't be reached within ${limitMs / 1000} s at ${url} ` +
              `(cluster ${clusterId}, client ${clientId}): ${asError(thrown).message}`,
            { cause: thrown },
          );
        }
        await sleep(RETRY_MS);
      }
    }
  }

  private async open(): Promise<void> {
    const client = await openClient(this.options);
    if (this.closing) {
      client.close();
      return;
    }
    try {
      await Promise.all(this.subscriptions.map((spec) => openSubscription(client, spec)));
    } catch (error) {
      client.close();
      throw error;
    }
    this.client = client;
    this.up = true;
    this.watch(client);
    this.emit('up');
  }

  private watch(client: Stan): void {
    const { logger } = this;
    const isCurrent = () => this.client === client;
    client.on('disconnect', () => {
      if (!isCurrent()) return;
      this.up = false;
      logger.warn('the bus is away');
      // a broker that died never acknowledges them: the caller can publish again as soon as it is back
      for (const reject of this.unacknowledged) reject(new Error('the connection was lost'));
    });
    client.on('reconnect', () => {
      if (!isCurrent()) return;
      this.up = true;
      logger.info('the bus is back');
      this.emit('up');
    });
    client.on('error', (error: unknown) => logger.error({ err: asError(error) }, 'bus error'));
    const replace = (reason: unknown) => {
      if (!isCurrent() || this.closing) return;
      this.client = undefined;
      this.up = false;
      logger.warn(
        { reason: reason ? asError(reason).message : 'closed' },
        'the bus connection broke; making a new one',
      );
      void this.reopen();
    };
    client.on('connection_lost', replace);
    client.on('close', replace);
  }

  private async reopen(): Promise<void> {
    try {
      await this.openWithin(this.options.outageLimitMs ?? 300_000);
    } catch (error) {
      this.emit('lost', asError(error));
    }
  }
}
