import type { NatsStreamingServer } from './nats-streaming-server.js';
import type { Received } from './testing/stan-client.js';
import { StanSuite, unique } from './testing/stan-suite.js';
import { within } from './testing/wait.js';

const ignore = () => undefined;

describe('queue subscriptions', () => {
  const suite = new StanSuite();
  let server: NatsStreamingServer;

  beforeAll(async () => {
    server = await suite.server();
  });
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  /** A channel that holds messages "1" to "n". */
  async function filled(n: number) {
    const client = await suite.client(server);
    const channel = unique('channel');
    for (let i = 1; i <= n; i++) await client.publish(channel, String(i));
    return { client, channel };
  }

  describe('in a queue group', () => {
    it('share the messages of the channel', async () => {
      const { client, channel } = await filled(0);
      const got: string[] = [];
      let complete: () => void = ignore;
      const all = new Promise<void>((resolve) => (complete = resolve));
      const onMessage = ({ data, ack }: Received) => {
        ack();
        if (got.push(data) === 40) complete();
      };
      const other = await suite.client(server);
      const members = [
        await client.subscribe(channel, { group: 'g', onMessage }),
        await other.subscribe(channel, { group: 'g', onMessage }),
      ];
      const data = Array.from({ length: 40 }, (_, i) => String(i));
      for (const each of data) await client.publish(channel, each);
      await within(5_000, 'all messages', all);
      expect(got.sort()).toEqual(data.sort());
      for (const each of members) expect(each.received.length).toBeGreaterThan(0);
    });

    it('get no message when stalled while another member can take it', async () => {
      const { client, channel } = await filled(0);
      const small = await client.subscribe(channel, { group: 'g', maxInFlight: 2, onMessage: ignore });
      const large = await client.subscribe(channel, { group: 'g', maxInFlight: 50, onMessage: ignore });
      await client.publishAll(
        channel,
        Array.from({ length: 20 }, (_, i) => String(i)),
      );
      await large.messages(18);
      expect(small.received).toHaveLength(2);
    });

    it('get a message if they have the fewest pending', async () => {
      const { client, channel } = await filled(0);
      const lazy = await client.subscribe(channel, { group: 'g', onMessage: ignore });
      await client.publishAll(channel, ['a', 'b', 'c', 'd', 'e']);
      await lazy.messages(5);
      const busy = await client.subscribe(channel, { group: 'g' });
      // an ack of `busy` may be under way when the next message comes, so it has one or two pending, but never five
      const data = Array.from({ length: 20 }, (_, i) => String(i));
      for (const each of data) await client.publish(channel, each);
      await busy.messages(20);
      expect(busy.data()).toEqual(data);
      expect(lazy.received).toHaveLength(5);
    });

    it('get no more messages than the sum of maxInFlight', async () => {
      const { client, channel } = await filled(10);
      const options = { group: 'g', maxInFlight: 2, onMessage: ignore, start: 'first' as const };
      const one = await client.subscribe(channel, options);
      const two = await client.subscribe(channel, options);
      await two.messages(2);
      const probe = await client.subscribe(channel, { start: 'last' });
      await probe.messages(1);
      expect([...one.sequences(), ...two.sequences()].sort()).toEqual([1, 2, 3, 4]);
    });

    it('start anew after the last member has left, if not durable', async () => {
      const { client, channel } = await filled(3);
      const before = await client.subscribe(channel, { group: 'g', start: 'first' });
      await before.messages(3);
      await before.close();
      const after = await client.subscribe(channel, { group: 'g', start: 'first' });
      await after.messages(3);
      expect(after.data()).toEqual(['1', '2', '3']);
    });

    it('ignore the start position of a new member', async () => {
      const { client, channel } = await filled(3);
      const one = await client.subscribe(channel, { group: 'g', start: 'first' });
      await one.messages(3);
      const two = await client.subscribe(channel, { group: 'g', start: 'first' });
      await client.publishAll(channel, ['4', '5']);
      await two.messages(1);
      expect([...one.data(), ...two.data()].sort()).toEqual(['1', '2', '3', '4', '5']);
    });
  });

  describe('in a durable queue group', () => {
    const group = { group: 'service', durable: 'service' };

    it('resume where the last member left, also for another client', async () => {
      const { client, channel } = await filled(3);
      const before = await client.subscribe(channel, { ...group, start: 'first', onMessage: ignore });
      await before.messages(3);
      before.received[0]?.ack();
      await client.close();
      const next = await suite.client(server);
      await next.publish(channel, '4');
      const after = await next.subscribe(channel, { ...group, start: 'first' });
      await after.messages(3);
      expect(after.received.map(({ data, redelivered }) => [data, redelivered])).toEqual([
        ['2', true],
        ['3', true],
        ['4', false],
      ]);
    });

    it('form one group for each pair of durable name and group name', async () => {
      const { client, channel } = await filled(1);
      for (const durable of ['a', 'b']) {
        const subscription = await client.subscribe(channel, { durable, group: 'g', start: 'first' });
        await subscription.messages(1);
      }
      const plain = await client.subscribe(channel, { group: 'g', start: 'first' });
      await plain.messages(1);
    });

    it('are forgotten when the last member unsubscribes', async () => {
      const { client, channel } = await filled(2);
      const one = await client.subscribe(channel, { ...group, start: 'first' });
      await one.messages(2);
      const two = await client.subscribe(channel, group);
      await two.unsubscribe();
      await one.close();
      const kept = await client.subscribe(channel, { ...group, start: 'first' });
      await client.publish(channel, '3');
      await kept.messages(1);
      expect(kept.data()).toEqual(['3']);
      await kept.unsubscribe();
      const anew = await client.subscribe(channel, { ...group, start: 'first' });
      await anew.messages(3);
      expect(anew.data()).toEqual(['1', '2', '3']);
    });

    it('are refused when the durable name has a colon', async () => {
      const { client, channel } = await filled(0);
      await expect(client.subscribe(channel, { group: 'g', durable: 'a:b' })).rejects.toThrow(
        "durable name of a durable queue subscriber can't contain the character ':'",
      );
    });
  });
});
