import mongoose, { type Model } from 'mongoose';
import type { NatsConnection } from '../bus/nats-connection.js';
import { Subjects } from '../events/subjects.js';
import type { OutboxEntry, OutboxFields } from '../outbox/outbox-plugin.js';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import type { busHarness } from './bus-harness.js';
import { Counter, type CounterDocument } from './counters.js';
import { silentLogger } from './silent-logger.js';

/** Returns a function that starts a relay of the counters. The relays are stopped after each test. */
export function relayStarter(bus: ReturnType<typeof busHarness>) {
  let relays: OutboxRelay[] = [];
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop().catch(() => undefined)));
    relays = [];
  });

  /** @param interval false: the relay sweeps only when it starts, and when the broker is back. */
  return async function startRelay({ interval = true } = {}) {
    const connection = await bus.connect();
    const relay = new OutboxRelay(Counter as unknown as Model<OutboxFields>, connection, silentLogger);
    const setInterval = jest.spyOn(global, 'setInterval');
    if (!interval) setInterval.mockReturnValueOnce(undefined as never);
    relay.start();
    setInterval.mockRestore();
    relays.push(relay);
    return { relay, connection };
  };
}

/** Holds every publish back until `release` is called. */
export function heldBack(connection: NatsConnection) {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const send = connection.publish.bind(connection);
  const publish = jest.spyOn(connection, 'publish').mockImplementation(async (channel, body) => {
    await gate;
    await send(channel, body);
  });
  return { publish, release };
}

/** An event that waits in an outbox since `at`. */
export const anEntry = (at: Date): OutboxEntry => ({
  id: new mongoose.Types.ObjectId(),
  subject: Subjects.OrderCancelled,
  data: { version: 1 },
  at,
});

/** The versions of a counter's events, in the order of arrival. */
export const versionsOf = (bodies: string[], { _id }: CounterDocument) =>
  bodies
    .map((body) => JSON.parse(body) as { id: string; version: number })
    .filter(({ id }) => id === String(_id))
    .map(({ version }) => version);
