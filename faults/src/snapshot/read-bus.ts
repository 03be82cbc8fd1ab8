import stan, { type Stan } from 'node-nats-streaming';
import type { State } from '@ticketing/local';
import type { BusMessage } from './snapshot.js';

const LIMIT_MS = 30_000;
/** The last message of a channel comes at once. A channel without messages stays silent. */
const EMPTY_MS = 1_500;
let clients = 0;

/** Reads every message of these channels, from the first one on, as the bus keeps it. */
export async function readBus(nats: State['nats'], channels: readonly string[]): Promise<BusMessage[]> {
  const client = await open(nats);
  try {
    return (await Promise.all(channels.map((channel) => readChannel(client, channel)))).flat();
  } finally {
    client.close();
  }
}

async function readChannel(client: Stan, channel: string): Promise<BusMessage[]> {
  const last = await lastSequence(client, channel);
  if (last === 0) return [];
  const options = client.subscriptionOptions().setDeliverAllAvailable().setMaxInFlight(10_000);
  const messages: BusMessage[] = [];
  return within(`the messages of ${channel}`, (resolve, reject) => {
    const subscription = client.subscribe(channel, options);
    subscription.on('error', reject);
    subscription.on('timeout', reject);
    subscription.on('message', (message: stan.Message) => {
      const sequence = message.getSequence();
      const at = message.getTimestamp().getTime();
      if (!message.isRedelivered())
        messages.push({ channel, sequence, at, body: message.getRawData().toString() });
      if (sequence >= last) resolve(messages);
    });
  });
}

function lastSequence(client: Stan, channel: string): Promise<number> {
  const options = client.subscriptionOptions().setStartWithLastReceived();
  return within(`the last message of ${channel}`, (resolve, reject) => {
    const subscription = client.subscribe(channel, options);
    subscription.on('error', reject);
    subscription.on('timeout', reject);
    subscription.on('ready', () => setTimeout(() => resolve(0), EMPTY_MS));
    subscription.on('message', (message: stan.Message) => {
      resolve(message.getSequence());
      subscription.unsubscribe();
    });
  });
}

function open({ url, clusterId }: State['nats']): Promise<Stan> {
  const client = stan.connect(clusterId, `reader-${process.pid}-${clients++}`, {
    url,
    connectTimeout: 5_000,
  });
  const connected = within<Stan>('a connection to the bus', (resolve, reject) => {
    client.on('connect', () => resolve(client));
    client.on('error', reject); // it stays: without a listener, a later error would end the process
    client.on('connection_lost', reject);
  });
  connected.catch(() => client.close());
  return connected;
}

function within<T>(
  what: string,
  start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error(`${what} took longer than ${LIMIT_MS / 1000} s`)),
      LIMIT_MS,
    );
    limit.unref();
    start(resolve, (reason) => reject(reason instanceof Error ? reason : new Error(String(reason))));
  });
}
