import type { NatsStreamingServer } from './nats-streaming-server.js';
import { decodeDeliveredMessage } from './protocol/messages.js';
import { connectRequest, fields, pubMsg } from './testing/stan-requests.js';
import { StanSuite, unique } from './testing/stan-suite.js';

const CLUSTER = 'publishing';

describe('publishing', () => {
  const suite = new StanSuite();
  let server: NatsStreamingServer;

  beforeAll(async () => {
    server = await suite.server({ clusterId: CLUSTER, dir: suite.directory() });
  });
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  it('numbers the messages of each channel from 1', async () => {
    const client = await suite.client(server);
    const [one, two] = [unique('one'), unique('two')];
    for (const channel of [one, two]) await client.publishAll(channel, ['a', 'b', 'c']);
    for (const channel of [one, two]) {
      const subscription = await client.subscribe(channel, { start: 'first' });
      await subscription.messages(3);
      expect(subscription.sequences()).toEqual([1, 2, 3]);
      expect(subscription.data()).toEqual(['a', 'b', 'c']);
    }
  });

  it('gives messages a time in nanoseconds that never decreases', async () => {
    const raw = await suite.raw(server);
    const client = await suite.client(server);
    const channel = unique('time');
    const before = BigInt(Date.now()) * 1_000_000n;
    await client.publishAll(
      channel,
      Array.from({ length: 50 }, (_, i) => String(i)),
    );
    const times: bigint[] = [];
    raw.say('SUB _INBOX.> all');
    await raw.roundTrip();
    // `raw` hears the messages to the other subscriber, too: the client library would round their int64 times
    const subscription = await client.subscribe(channel, { start: 'first' });
    await subscription.messages(50);
    await raw.roundTrip();
    for (const found of raw.heard.matchAll(/MSG _INBOX\.\S+ all (\d+)\r\n/g)) {
      const start = found.index + found[0].length;
      const payload = Buffer.from(raw.heard.slice(start, start + Number(found[1])), 'latin1');
      const message = decodeDeliveredMessage(payload);
      if (message?.subject === channel) times.push(message.timestamp);
    }
    expect(times).toHaveLength(50);
    expect(times[0]).toBeGreaterThanOrEqual(before - 50_000_000n);
    expect(times[49]).toBeLessThanOrEqual(BigInt(Date.now() + 50) * 1_000_000n);
    expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });

  it.each(['*', '>', 'a.*', 'a.>', 'a/b', '.a', 'a.', 'a..b', ''])(
    'refuses the channel name "%s"',
    async (channel) => {
      const raw = await registered('refused');
      const message = pubMsg({ clientId: raw.id, guid: 'g', channel });
      const ack = fields(await raw.raw.request(`_STAN.pub.${CLUSTER}.x`, message));
      expect(ack).toEqual({ 1: 'g', 2: 'stan: invalid publish request' });
    },
  );

  it('accepts a colon in a channel name', async () => {
    const client = await suite.client(server);
    const channel = `${unique('ticket')}:created`;
    const subscription = await client.subscribe(channel);
    await client.publish(channel, 'hello');
    await subscription.messages(1);
  });

  it('refuses invalid messages and those of unknown clients', async () => {
    const { raw, id, connId } = await registered('publisher');
    const channel = unique('channel');
    const refused = async (message: Buffer) =>
      fields(await raw.request(`_STAN.pub.${CLUSTER}.x`, message))[2];
    const error = 'stan: invalid publish request';
    expect(await refused(pubMsg({ clientId: id, channel }))).toBe(error);
    expect(await refused(pubMsg({ clientId: 'nobody', guid: 'g', channel }))).toBe(error);
    expect(await refused(pubMsg({ clientId: id, connId: 'other', guid: 'g', channel }))).toBe(error);
    expect(await refused(Buffer.from([0x0a, 0xff]))).toBe(error);
    expect(await refused(pubMsg({ clientId: id, connId, guid: 'g', channel }))).toBeUndefined();
    // for newer clients the connection id alone is enough
    expect(await refused(pubMsg({ connId, guid: 'g', channel }))).toBeUndefined();
  });

  it('stores two messages with the same guid twice', async () => {
    const { raw, id } = await registered('twice');
    const channel = unique('channel');
    const message = pubMsg({ clientId: id, guid: 'same', channel, data: 'again' });
    for (let i = 0; i < 2; i++) await raw.request(`_STAN.pub.${CLUSTER}.x`, message);
    const client = await suite.client(server);
    const subscription = await client.subscribe(channel, { start: 'first' });
    await subscription.messages(2);
    expect(subscription.data()).toEqual(['again', 'again']);
  });

  it('delivers a message before it acknowledges it', async () => {
    const client = await suite.client(server);
    const channel = unique('order');
    const events: string[] = [];
    await client.subscribe(channel, { onMessage: ({ data }) => events.push(`got ${data}`) });
    for (const data of ['1', '2']) {
      await client.publish(channel, data);
      events.push(`acked ${data}`);
    }
    expect(events).toEqual(['got 1', 'acked 1', 'got 2', 'acked 2']);
  });

  it('keeps the order of the messages of one client', async () => {
    const client = await suite.client(server);
    const channel = unique('order');
    const data = Array.from({ length: 500 }, (_, i) => String(i));
    const subscription = await client.subscribe(channel);
    await client.publishAll(channel, data);
    await subscription.messages(500);
    expect(subscription.data()).toEqual(data);
  });

  it('carries an empty message, one with any characters, and a large one', async () => {
    const client = await suite.client(server);
    const channel = unique('bytes');
    const subscription = await client.subscribe(channel);
    const large = 'x'.repeat(1_000_000);
    for (const data of ['', 'zwölf €', large]) await client.publish(channel, data);
    await subscription.messages(3);
    expect(subscription.data()).toEqual(['', 'zwölf €', large]);
  });

  async function registered(name: string) {
    const raw = await suite.raw(server);
    const [id, connId] = [unique(name), unique('conn')];
    await raw.request(`_STAN.discover.${CLUSTER}`, connectRequest(id, `hb.${id}`, connId));
    return { raw, id, connId };
  }
});
