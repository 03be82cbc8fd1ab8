import { once } from 'node:events';
import { connect, type Stan, type StanOptions } from 'node-nats-streaming';
import type { NatsStreamingServer } from '../nats-streaming-server.js';
import { within } from './wait.js';

export interface Received {
  sequence: number;
  data: string;
  redelivered: boolean;
  /** How often the message was sent again. */
  count: number;
  /** The time of arrival in ms since 1970. */
  at: number;
  ack: () => void;
}

export interface SubscribeOptions {
  group?: string;
  durable?: string;
  maxInFlight?: number;
  /** Whole seconds, at least 1. */
  ackWaitSeconds?: number;
  start?: 'first' | 'new' | 'last' | { sequence: number } | { agoMs: number };
  /** Is called for each message. The default acknowledges it. */
  onMessage?: (message: Received) => void;
}

interface ClientMessage {
  getSequence(): number | string;
  getData(): unknown;
  isRedelivered(): boolean;
  getRedeliveryCount(): number;
  ack(): void;
}

/** A node-nats-streaming client that returns promises. */
export class StanClient {
  private constructor(readonly stan: Stan) {}

  /** Rejects with the error of the server or of the client. */
  static async connect(
    { url, clusterId }: Pick<NatsStreamingServer, 'url' | 'clusterId'>,
    clientId: string,
    options: StanOptions = {},
  ): Promise<StanClient> {
    const stan = connect(clusterId, clientId, { url, reconnectTimeWait: 50, ...options });
    try {
      await within(6_000, `connect of ${clientId}`, failOr(stan, 'connect'));
    } catch (error) {
      stan.on('error', () => undefined);
      stan.close();
      throw error;
    }
    stan.on('error', () => undefined);
    return new StanClient(stan);
  }

  publish(channel: string, data: string | Buffer = ''): Promise<string> {
    return new Promise((resolve, reject) => {
      this.stan.publish(channel, data, (error, guid) => (error ? reject(asError(error)) : resolve(guid)));
    });
  }

  async publishAll(channel: string, data: readonly string[]): Promise<void> {
    await Promise.all(data.map((each) => this.publish(channel, each)));
  }

  async subscribe(channel: string, options: SubscribeOptions = {}): Promise<StanSubscription> {
    const subscription = new StanSubscription(this.stan, channel, options);
    await subscription.ready;
    return subscription;
  }

  async close(): Promise<void> {
    const closed = once(this.stan, 'close');
    this.stan.close();
    await within(5_000, 'close', closed);
  }

  /** Drops the connection without a close request, as when the process dies. */
  crash(): void {
    const stan = this.stan as unknown as { nc?: NatsClient; cleanupOnClose(error: Error): void };
    stan.cleanupOnClose(new Error('crashed')); // otherwise its timers would keep the test process alive
    stan.nc?.close();
  }

  /** Stops reading and answering, like a process that hangs. The TCP connection stays open. */
  freeze(): void {
    natsOf(this.stan).stream.pause();
  }

  thaw(): void {
    natsOf(this.stan).stream.resume();
  }
}

interface NatsClient {
  close(): void;
  stream: { pause(): void; resume(): void };
}

function natsOf(stan: Stan): NatsClient {
  return (stan as unknown as { nc: NatsClient }).nc;
}

/** A subscription that keeps the messages it has received. */
export class StanSubscription {
  readonly received: Received[] = [];
  readonly ready: Promise<void>;
  private readonly waiting = new Set<() => void>();
  private readonly subscription;

  constructor(stan: Stan, channel: string, options: SubscribeOptions) {
    const { group, durable, maxInFlight, ackWaitSeconds = 30, start = 'new' } = options;
    const onMessage = options.onMessage ?? ((message: Received) => message.ack());
    const settings = stan
      .subscriptionOptions()
      .setManualAckMode(true)
      .setAckWait(ackWaitSeconds * 1_000);
    if (durable !== undefined) settings.setDurableName(durable);
    if (maxInFlight !== undefined) settings.setMaxInFlight(maxInFlight);
    if (start === 'first') settings.setDeliverAllAvailable();
    else if (start === 'last') settings.setStartWithLastReceived();
    else if (start !== 'new' && 'sequence' in start) settings.setStartAtSequence(start.sequence);
    else if (start !== 'new') settings.setStartAtTimeDelta(start.agoMs);
    this.subscription =
      group === undefined ? stan.subscribe(channel, settings) : stan.subscribe(channel, group, settings);
    this.subscription.on('message', (message: ClientMessage) => {
      const received = describe(message);
      this.received.push(received);
      onMessage(received);
      for (const check of this.waiting) check();
    });
    this.ready = within(5_000, `subscription to ${channel}`, failOr(this.subscription, 'ready'));
    this.ready.then(
      () => this.subscription.on('error', () => undefined),
      () => this.subscription.on('error', () => undefined),
    );
  }

  /** Waits until `count` messages have arrived in total, and returns all of them. */
  async messages(count: number, ms = 5_000): Promise<Received[]> {
    return this.until(`${count} messages`, () => this.received.length >= count, ms);
  }

  async until(what: string, condition: () => boolean, ms = 5_000): Promise<Received[]> {
    let check = () => undefined;
    const met = new Promise<void>((resolve) => {
      check = () => {
        if (condition()) resolve();
        return undefined;
      };
    });
    this.waiting.add(check);
    check();
    try {
      await within(ms, what, met);
    } catch (error) {
      throw new Error(`${(error as Error).message}; received: ${this.data().join(' ')}`, { cause: error });
    } finally {
      this.waiting.delete(check);
    }
    return this.received;
  }

  sequences(): number[] {
    return this.received.map(({ sequence }) => sequence);
  }

  data(): string[] {
    return this.received.map(({ data }) => data);
  }

  async close(): Promise<void> {
    const closed = failOr(this.subscription, 'closed');
    this.subscription.close();
    await within(5_000, 'close of the subscription', closed);
  }

  async unsubscribe(): Promise<void> {
    const gone = failOr(this.subscription, 'unsubscribed');
    this.subscription.unsubscribe();
    await within(5_000, 'unsubscribe', gone);
  }
}

function describe(message: ClientMessage): Received {
  return {
    sequence: Number(message.getSequence()),
    data: String(message.getData()),
    redelivered: message.isRedelivered(),
    count: message.getRedeliveryCount(),
    at: Date.now(),
    ack: () => message.ack(),
  };
}

/** Waits for an event. Rejects on an error: the client emits errors as strings. */
function failOr(emitter: NodeJS.EventEmitter, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    emitter.once(event, () => resolve());
    emitter.once('error', (error) => reject(asError(error)));
    emitter.once('timeout', (error) => reject(asError(error)));
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
