import type { Message, Stan, Subscription } from 'node-nats-streaming';
import { asError } from '../bus/errors.js';
import { type ClientOptions, closeClient, openClient, withoutLogin } from '../bus/nats-client.js';

const LIMIT_MS = 30_000;
/** The last message of a channel comes at once. A channel without messages stays silent. */
const EMPTY_MS = 1_500;
/** The broker sends this many messages before the first one is acknowledged. */
const MAX_IN_FLIGHT = 10_000;
let clients = 0;

/** A broker. `url` is e.g. `nats://localhost:4222`. */
export type Broker = Omit<ClientOptions, 'clientId'>;

/**
 * Reads channels as the broker keeps them, each from the first message to the one that is the last one now. It changes
 * nothing on the bus.
 * @returns the messages of each channel, in the order of `channels`.
 * @throws when the broker cannot be reached, or does not send all messages within 30 s.
 */
export async function readChannels(broker: Broker, channels: readonly string[]): Promise<Message[][]> {
  const client = await open(broker);
  try {
    return await Promise.all(channels.map((channel) => readChannel(client, channel)));
  } finally {
    await closeClient(client);
  }
}

async function open(broker: Broker): Promise<Stan> {
  const { url, clusterId } = broker;
  try {
    return await openClient({ ...broker, clientId: `reader-${process.pid}-${clients++}` });
  } catch (error) {
    throw new Error(
      `the bus cannot be reached at ${withoutLogin(url)} (cluster ${clusterId}): ${asError(error).message}`,
      {
        cause: error,
      },
    );
  }
}

async function readChannel(client: Stan, channel: string): Promise<Message[]> {
  const last = await lastSequence(client, channel);
  if (last === 0) return [];
  const options = client.subscriptionOptions().setDeliverAllAvailable().setMaxInFlight(MAX_IN_FLIGHT);
  const subscription = client.subscribe(channel, options);
  return listen(subscription, `the messages of ${channel}`, (done) => {
    const messages: Message[] = [];
    subscription.on('message', (message: Message) => {
      if (!message.isRedelivered()) messages.push(message);
      if (message.getSequence() >= last) done(messages);
    });
  });
}

async function lastSequence(client: Stan, channel: string): Promise<number> {
  const subscription = client.subscribe(channel, client.subscriptionOptions().setStartWithLastReceived());
  const last = await listen<number>(subscription, `the last message of ${channel}`, (done) => {
    subscription.on('ready', () => setTimeout(() => done(0), EMPTY_MS));
    subscription.on('message', (message: Message) => done(message.getSequence()));
  });
  subscription.close();
  return last;
}

function listen<T>(
  subscription: Subscription,
  what: string,
  start: (done: (result: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (thrown: unknown) => reject(asError(thrown));
    const limit = setTimeout(() => fail(`${what} took longer than ${LIMIT_MS / 1000} s`), LIMIT_MS);
    subscription.on('error', fail);
    subscription.on('timeout', fail);
    start((result) => {
      clearTimeout(limit);
      resolve(result);
    });
  });
}
