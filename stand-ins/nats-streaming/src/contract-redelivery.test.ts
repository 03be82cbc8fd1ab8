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
  // these tests mostly wait, so they run concurrently, and nothing can be cleaned up between them
  afterAll(() => suite.end());

  it.concurrent('sends a message again after ackWait, marked and counted from 1', async () => {
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

  it.concurrent('does not send acknowledged messages again', async () => {
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

  it.concurrent('sends messages again by due time, then by sequence', async () => {
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

  it.concurrent('goes on when maxInFlight holds new messages back', async () => {
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

  it.concurrent('does not hold new messages back', async () => {
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

  it.concurrent('keeps the count of a message until it is acknowledged', async () => {
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

  it.concurrent('gives a message to another member and still accepts an ack of the first', async () => {
    const slow = await suite.client(server);
    const channel = unique('channel');
    const options = { group: 'g', ackWaitSeconds: 1 };
    const hanging = await slow.subscribe(channel, { ...options, onMessage: ignore });
    await slow.publish(channel, 'x');
    await hanging.messages(1);
    const other = await (await suite.client(server)).subscribe(channel, { ...options, onMessage: ignore });
    await other.messages(1);
    expect(other.received[0]).toMatchObject({ redelivered: true, count: 1 });
    // by now the message is pending on `other` only
    hanging.received[0]?.ack();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([hanging.received.length, other.received.length]).toEqual([1, 1]);
  });

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

  it.concurrent('soon gives the pending messages of a member that leaves to the others', async () => {
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
    // by then a heartbeat has failed: it is sent after 400 ms and missed 200 ms later
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await alive.publishAll(
      channel,
      Array.from({ length: 20 }, (_, i) => String(i)),
    );
    await working.messages(20, 2_000);
    expect(hanging.received).toHaveLength(0);
    frozen.thaw();
  });

  it.concurrent('pauses for a client that misses heartbeats until it answers again', async () => {
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscription = await client.subscribe(channel, { ackWaitSeconds: 1, onMessage: ignore });
    await client.publish(channel, 'x');
    await subscription.messages(1);
    client.freeze();
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    client.thaw();
    await subscription.messages(2);
    await client.publish(unique('probe')); // all earlier messages to this client have arrived before the ack of this one
    // ackWait has passed three times, but nothing was sent to the client that did not answer
    expect(subscription.received.map(({ count }) => count)).toEqual([0, 1]);
  });
});
