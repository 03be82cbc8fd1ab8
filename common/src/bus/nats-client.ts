import { type EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import stan, { type Message, type Stan } from 'node-nats-streaming';
import { asError } from './errors.js';

/** Where a broker is, and the name of the client there. */
export interface ClientOptions {
  /** e.g. `http://nats-srv:4222`, or with a login `nats://orders:password@nats-srv:4222` */
  url: string;
  /** A file with the certificates by which the broker is trusted. With it, the connection must have TLS. */
  caFile?: string;
  clusterId: string;
  /** Each running instance needs its own. */
  clientId: string;
}

export interface SubscriptionSpec {
  channel: string;
  /** The name of the queue group and of its durable. */
  queueGroup: string;
  /** The broker sends at most this many messages that are not acknowledged. */
  maxInFlight: number;
  /** After this time the broker sends an unacknowledged message again. Whole seconds: the client fails on fractions. */
  ackWaitSeconds: number;
  /** Is called for each message, and must acknowledge it. */
  onMessage: (message: Message) => void;
}

/** The URL of a broker without the login in it, which must not be logged. */
export const withoutLogin = (url: string): string => url.replace(/\/\/[^/]*@/, '//');

/** Calls `report` with each text in which the broker says that the user of the client may not do something. */
export function watchRefusals(client: Stan, report: (text: string) => void): void {
  // node-nats-streaming passes on errors that end the connection, and not these
  const { nc } = client as unknown as { nc: EventEmitter };
  nc.on('permission_error', (error: unknown) => report(asError(error).message));
}

/** The channel of a publication that the broker refused. Undefined when it refused something else. */
export const refusedChannel = (text: string): string | undefined =>
  /for publish to "_STAN\.pub\.[^.]+\.([^"]+)"/i.exec(text)?.[1];

/** A frozen server accepts the connection and never answers. */
const CONNECT_LIMIT_MS = 5_000;
const CLOSE_LIMIT_MS = 3_000;

/**
 * Connects one client of node-nats-streaming.
 * @throws when the broker cannot be reached, cannot be trusted, or refuses the client id.
 */
export function openClient(options: ClientOptions): Promise<Stan> {
  return new Promise((resolve, reject) => {
    const client = stan.connect(options.clusterId, options.clientId, {
      url: options.url,
      ...(options.caFile && { tls: tlsOf(options.url, options.caFile) }),
      // the client waits this long for the answer to a subscription, too: a busy broker may need some seconds
      connectTimeout: 10_000,
      ackTimeout: 10_000,
      reconnectTimeWait: 250,
      // after 20 s without an answer the client gives up, and NatsConnection replaces it
      stanPingInterval: 2_000,
      stanMaxPingOut: 10,
    });
    // there is always a listener for errors: an error that nobody listens to would end the process
    const settle = () => {
      clearTimeout(limit);
      client.removeAllListeners();
      client.on('error', () => undefined);
    };
    const fail = (thrown: unknown) => {
      settle();
      client.close();
      reject(asError(thrown));
    };
    const limit = setTimeout(() => fail(`no answer within ${CONNECT_LIMIT_MS / 1000} s`), CONNECT_LIMIT_MS);
    client.once('error', fail);
    client.once('close', () => fail('closed while connecting'));
    client.once('connect', () => {
      settle();
      resolve(client);
    });
  });
}

/** The broker tells the addresses of its peers. Each of them has the name in the URL too, and must prove it. */
function tlsOf(url: string, caFile: string): { ca: Buffer; servername: string } {
  return { ca: readFileSync(caFile), servername: new URL(url).hostname };
}

/** Disconnects a client. While the broker is away this takes 3 s; the broker's heartbeats then notice its end. */
export async function closeClient(client: Stan): Promise<void> {
  const closed = once(client, 'close', { signal: AbortSignal.timeout(CLOSE_LIMIT_MS) });
  client.close();
  await closed.catch(() => undefined);
}

/** Resolves when the broker has accepted the subscription. Rejects when it refuses, or does not answer in time. */
export function openSubscription(client: Stan, spec: SubscriptionSpec): Promise<void> {
  const { channel, queueGroup, maxInFlight, ackWaitSeconds, onMessage } = spec;
  return new Promise((resolve, reject) => {
    const options = client
      .subscriptionOptions()
      .setDeliverAllAvailable()
      .setDurableName(queueGroup)
      .setManualAckMode(true)
      .setMaxInFlight(maxInFlight)
      .setAckWait(ackWaitSeconds * 1000);
    const subscription = client.subscribe(channel, queueGroup, options);
    // in the same tick: a message that arrives while there is no listener counts as handled
    subscription.on('message', onMessage);
    subscription.once('ready', () => resolve());
    subscription.once('error', (error) => reject(asError(error)));
    subscription.once('timeout', (error) => reject(asError(error)));
  });
}
