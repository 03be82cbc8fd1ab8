import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stan } from 'node-nats-streaming';
import type { Logger } from '../telemetry/logger.js';
import { asError, BusRefusedError, BusUnavailableError } from './errors.js';
import {
  type ClientOptions,
  closeClient,
  openClient,
  openSubscription,
  refusedChannel,
  type SubscriptionSpec,
  watchRefusals,
  withoutLogin,
} from './nats-client.js';

export interface NatsOptions extends ClientOptions {
  logger: Logger;
  /** How long the start may wait for the broker. Default: 30 000 ms. */
  startLimitMs?: number;
  /** How long the connection tries to come back before it emits `lost`. Default: 300 000 ms. */
  outageLimitMs?: number;
}

interface Events {
  /** The connection works again, with all its subscriptions. */
  up: [];
  /** The broker was away for longer than `outageLimitMs`. The service must be restarted. */
  lost: [Error];
}

const RETRY_MS = 500;
/** NATS limits a message with its envelope to 1 MiB by default. The server drops the connection of a larger one. */
const MAX_BODY_BYTES = 1_000_000;

/**
 * A connection to NATS Streaming that outlives the broker. When the client library gives up, a new client replaces the
 * old one and subscribes again to every durable, so that no message is missed.
 */
export class NatsConnection extends EventEmitter<Events> {
  readonly logger: Logger;
  private readonly subscriptions: SubscriptionSpec[] = [];
  private client: Stan | undefined;
  /** One callback for each message that was published and is not acknowledged yet, with its channel; it rejects that `publish`. */
  private readonly unacknowledged = new Map<(error: Error) => void, string>();
  /** The time since which the broker is away, by `performance.now()`. It is undefined while the broker can be reached. */
  private awaySince: number | undefined = performance.now();
  private closing = false;

  private constructor(private readonly options: NatsOptions) {
    super();
    this.logger = options.logger;
  }

  /** @throws when the broker cannot be reached within the start limit. The error names its address. */
  static async connect(options: NatsOptions): Promise<NatsConnection> {
    const connection = new NatsConnection(options);
    await connection.openWithin(options.startLimitMs ?? 30_000);
    return connection;
  }

  /** Whether the broker can be reached at the moment. */
  get connected(): boolean {
    return this.awaySince === undefined;
  }

  /** For how long the broker has been away, in ms. It is 0 while the broker can be reached. */
  get awayMs(): number {
    return this.awaySince === undefined ? 0 : performance.now() - this.awaySince;
  }

  /**
   * Publishes a message. Resolves when the broker has stored it.
   * @param body at most 1 MB. Text is sent as UTF-8.
   * @throws {BusUnavailableError} when the broker is away, or did not acknowledge the message within 10 s or before the
   * connection was lost. The broker may have stored the message all the same. Publish it again: listeners are idempotent.
   * @throws {BusRefusedError} when the user may not publish to the channel.
   * @throws {RangeError} when the body is over the limit.
   */
  async publish(channel: string, body: string | Buffer): Promise<void> {
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BODY_BYTES)
      throw new RangeError(`a message of ${bytes} bytes is over the limit of ${MAX_BODY_BYTES}`);
    const client = this.client;
    if (!client || !this.connected) throw new BusUnavailableError('not connected');
    await new Promise<void>((resolve, reject) => {
      const done = (error?: unknown) => {
        this.unacknowledged.delete(done);
        if (!error) resolve();
        else if (error instanceof BusRefusedError) reject(error);
        else reject(new BusUnavailableError(asError(error).message));
      };
      this.unacknowledged.set(done, channel);
      try {
        client.publish(channel, body, done);
      } catch (error) {
        done(error); // a closed client throws and does not call the callback
      }
    });
  }

  /** Subscribes to a durable queue group. Each new client of this connection subscribes again. */
  async subscribe(spec: SubscriptionSpec): Promise<void> {
    this.subscriptions.push(spec);
    if (this.client) await openSubscription(this.client, spec);
  }

  /** Disconnects. Durables stay: unacknowledged messages go to another instance, or to the next one that starts. */
  async close(): Promise<void> {
    this.closing = true;
    this.isAway();
    const client = this.client;
    this.client = undefined;
    if (client) await closeClient(client);
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
            `NATS Streaming can't be reached within ${limitMs / 1000} s at ${withoutLogin(url)} ` +
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
    this.awaySince = undefined;
    this.watch(client);
    this.emit('up');
  }

  private watch(client: Stan): void {
    const { logger } = this;
    const isCurrent = () => this.client === client;
    client.on('disconnect', () => {
      if (!isCurrent()) return;
      this.isAway();
      logger.warn('the bus is away');
      // a broker that died never acknowledges them; the callers can publish again as soon as it is back
      for (const reject of this.unacknowledged.keys()) reject(new Error('the connection was lost'));
    });
    client.on('reconnect', () => {
      if (!isCurrent()) return;
      this.awaySince = undefined;
      logger.info('the bus is back');
      this.emit('up');
    });
    watchRefusals(client, (text) => {
      logger.error({ refusal: text }, 'the broker refused what the user in NATS_URL may not do');
      const channel = refusedChannel(text);
      if (channel === undefined) return;
      for (const [reject, asked] of this.unacknowledged)
        if (asked === channel) reject(new BusRefusedError(channel));
    });
    client.on('error', (error: unknown) => logger.error({ err: asError(error) }, 'bus error'));
    const replace = (reason: unknown) => {
      if (!isCurrent() || this.closing) return;
      this.client = undefined;
      this.isAway();
      logger.warn(
        { reason: reason ? asError(reason).message : 'closed' },
        'the bus connection broke; making a new one',
      );
      void this.reopen();
    };
    client.on('connection_lost', replace);
    client.on('close', replace);
  }

  private isAway(): void {
    this.awaySince ??= performance.now();
  }

  private async reopen(): Promise<void> {
    try {
      await this.openWithin(this.options.outageLimitMs ?? 300_000);
    } catch (error) {
      this.emit('lost', asError(error));
    }
  }
}
