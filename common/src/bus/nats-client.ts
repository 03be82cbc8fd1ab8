import stan, { type Message, type Stan } from 'node-nats-streaming';
import { asError } from './errors.js';

export interface SubscriptionSpec {
  channel: string;
  /** The name of the queue group and of its durable. */
  queueGroup: string;
  /** Messages the broker sends before the first of them is acknowledged. */
  maxInFlight: number;
  /** Whole seconds (the client fails on others) until an unacknowledged message is sent again. */
  ackWaitSeconds: number;
  /** Called for each message; acknowledging it is its task. */
  onMessage: (message: Message) => void;
}

/** A server that is frozen takes the connection and says nothing. */
const CONNECT_LIMIT_MS = 5_000;

/** One client of node-nats-streaming, connected. Rejects when the broker is not there or refuses the client id. */
export function openClient(options: { url: string; clusterId: string; clientId: string }): Promise<Stan> {
  return new Promise((resolve, reject) => {
    const client = stan.connect(options.clusterId, options.clientId, {
      url: options.url,
      connectTimeout: 2_000,
      ackTimeout: 10_000,
      reconnectTimeWait: 250,
      // 20 s without an answer, then the client gives up and is replaced
      stanPingInterval: 2_000,
      stanMaxPingOut: 10,
    });
    // a listener for errors is always there: without one, an error would end the process
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

/** Resolves when the broker has taken the subscription; rejects when it refuses, or does not answer in time. */
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
    // in the same tick: a message that comes while nobody listens counts as handled
    subscription.on('message', onMessage);
    subscription.once('ready', () => resolve());
    subscription.once('error', (error) => reject(asError(error)));
    subscription.once('timeout', (error) => reject(asError(error)));
  });
}
