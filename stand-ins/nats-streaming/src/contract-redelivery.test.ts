import type { NatsStreamingServer } from './nats-streaming-server.js';
import type { Received } from './testing/stan-client.js';
import { StanSuite, unique } from './testing/stan-suite.js';

const ignore = () => undefined;

describe('redelivery', () => {
  const suite = new StanSuite();
  let server: NatsStreamingServer;

  beforeAll(async () => {
    server = await suite.server({ flags: ['-hbi', '400ms', '-hbt', '200ms', '-hbf', '100'] });
  });
  // they wait more than they work, so they wait together; hence no clearing up after each
  afterAll(() => suite.end());

  it.concurrent('sends what is not acknowledged again after ackWait, marked and counted from 1', async () => {
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscription = await client.subscribe(channel, { ackWaitSeconds: 1, onMessage: ignore });
    await client.publish(channel, 'x');
    const [first, second, third] = await subscription.messages(3);
    expect([first, second, third]).toMatchObject([
      { sequence: 1, redelivered: false, count: 0 },
      { sequence: 1, redelivered: true, count: 1 },
      { sequence: 1, redelivered: true, count: 2 },
    ]);
    const wait = (second?.at ?? 0) - (first?.at ?? 0);
    expect(wait).toBeGreaterThan(800);
    expect(wait).toBeLessThan(1_900);
  });

  it.concurrent('leaves alone what is acknowledged', async () => {
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscription = await client.subscribe(channel, {
      ackWaitSeconds: 1,
      onMessage: (message) => (message.sequence === 2 ? undefined : message.ack()),
    });
    await client.publishAll(channel, ['1', '2', '3']);
    await subscription.messages(5);
    expect(subscription.sequences()).toEqual([1, 2, 3, 2, 2]);
  });

  it.concurrent('sends again in the order of expiry, then of sequence', async () => {
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscription = await client.subscribe(channel, { ackWaitSeconds: 1, onMessage: ignore });
    await client.publishAll(channel, ['1', '2', '3']);
    await subscription.messages(3);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.publish(channel, '4');
    await subscription.messages(8);
    expect(subscription.sequences()).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
    expect((subscription.received[7]?.at ?? 0) - (subscription.received[6]?.at ?? 0)).toBeGreaterThan(100);
  });

  it.concurrent('goes on at maxInFlight, where new messages wait', async () => {
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscription = await client.subscribe(channel, {
      ackWaitSeconds: 1,
      maxInFlight: 1,
      onMessage: ignore,
    });
    await client.publishAll(channel, ['1', '2']);
    await subscription.messages(2);
    expect(subscription.sequences()).toEqual([1, 1]);
    subscription.received[1]?.ack();
    await subscription.messages(3);
    expect(subscription.received[2]).toMatchObject({ sequence: 2, redelivered: false });
  });

  it.concurrent('lets new messages flow in between', async () => {
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscription = await client.subscribe(channel, {
      ackWaitSeconds: 1,
      onMessage: ({ sequence, ack }) => (sequence === 1 ? undefined : ack()),
    });
    await client.publish(channel, '1');
    const timer = setInterval(() => client.publish(channel, 'more').catch(ignore), 100);
    await subscription.until('two redeliveries', () =>
      subscription.received.some(({ count }) => count === 2),
    );
    clearInterval(timer);
    const sequences = subscription.sequences();
    const [first = 0, second = 0] = sequences.flatMap((sequence, i) => (i > 0 && sequence === 1 ? [i] : []));
    expect(first).toBeGreaterThan(4);
    expect(second - first).toBeGreaterThan(4);
  });

  it.concurrent('forgets the count when the message is acknowledged, and not before', async () => {
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscription = await client.subscribe(channel, {
      ackWaitSeconds: 1,
      onMessage: ({ sequence, count, ack }) => (count >= sequence ? ack() : undefined),
    });
    await client.publishAll(channel, ['1', '2']);
    await subscription.messages(5);
    expect(subscription.received.map(({ sequence, count }) => [sequence, count])).toEqual([
      [1, 0],
      [2, 0],
      [1, 1],
      [2, 1],
      [2, 2],
    ]);
  });

  it.concurrent(
    'gives what one member of a group left to another, and takes the late ack of the first',
    async () => {
      const slow = await suite.client(server);
      const channel = unique('channel');
      const options = { group: 'g', ackWaitSeconds: 1 };
      const hanging = await slow.subscribe(channel, { ...options, onMessage: ignore });
      await slow.publish(channel, 'x');
      await hanging.messages(1);
      const other = await (await suite.client(server)).subscribe(channel, { ...options, onMessage: ignore });
      await other.messages(1);
      expect(other.received[0]).toMatchObject({ redelivered: true, count: 1 });
      // by now it is pending on the other one only
      hanging.received[0]?.ack();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect([hanging.received.length, other.received.length]).toEqual([1, 1]);
    },
  );

  it.concurrent('counts the redeliveries to all members of a group together', async () => {
    const channel = unique('channel');
    const counts: number[] = [];
    const onMessage = ({ count }: Received) => void counts.push(count);
    const options = { group: 'g', ackWaitSeconds: 1, onMessage };
    const members = [];
    for (let i = 0; i < 2; i++) members.push(await (await suite.client(server)).subscribe(channel, options));
    await (await suite.client(server)).publish(channel, 'x');
    for (const member of members) await member.messages(1);
    const [first] = members.filter(({ received }) => received[0]?.count === 0);
    await first?.messages(2);
    expect(counts).toEqual([0, 1, 2]);
  });

  it.concurrent('hands the pending messages of a member that leaves to the others, soon', async () => {
    const [one, two] = [await suite.client(server), await suite.client(server)];
    const channel = unique('channel');
    const leaving = await one.subscribe(channel, { group: 'g', durable: 'd', onMessage: ignore });
    await one.publishAll(channel, ['1', '2', '3']);
    await leaving.messages(3);
    const staying = await two.subscribe(channel, { group: 'g', durable: 'd' });
    const before = Date.now();
    await one.close();
    await staying.messages(3);
    expect(Date.now() - before).toBeLessThan(2_000);
    expect(staying.sequences()).toEqual([1, 2, 3]);
    expect(staying.received.every(({ redelivered }) => redelivered)).toBe(true);
  });

  it.concurrent('keeps new messages from a member that misses heartbeats', async () => {
    const [frozen, alive] = [await suite.client(server), await suite.client(server)];
    const channel = unique('channel');
    const hanging = await frozen.subscribe(channel, { group: 'g', onMessage: ignore });
    const working = await alive.subscribe(channel, { group: 'g' });
    frozen.freeze();
    // a heartbeat must have failed: 400 ms until it is sent, 200 ms until it is missed
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await alive.publishAll(
      channel,
      Array.from({ length: 20 }, (_, i) => String(i)),
    );
    await working.messages(20, 2_000);
    expect(hanging.received).toHaveLength(0);
    frozen.thaw();
  });

  it.concurrent('pauses for a client that misses heartbeats, and goes on when it answers again', async () => {
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscription = await client.subscribe(channel, { ackWaitSeconds: 1, onMessage: ignore });
    await client.publish(channel, 'x');
    await subscription.messages(1);
    client.freeze();
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    client.thaw();
    await subscription.messages(2);
    await client.publish(unique('probe')); // what else was sent meanwhile has come before its ack
    // three times the ackWait has gone by, but nothing was sent into the void
    expect(subscription.received.map(({ count }) => count)).toEqual([0, 1]);
  });
});
