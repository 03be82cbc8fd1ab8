import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsStreamingServer } from '../servers/nats-streaming-server.js';
import { connectRequest, fields, subscriptionRequest, unsubscribeRequest } from '../testing/stan-requests.js';
import type { Received } from '../testing/stan-client.js';
import { StanSuite, unique } from '../testing/stan-suite.js';
import { within } from '../testing/wait.js';

const CLUSTER = 'subscribing';
const ignore = () => undefined;

describe('subscriptions', () => {
  const suite = new StanSuite();
  let server: NatsStreamingServer;

  beforeAll(async () => {
    server = await suite.server({ clusterId: CLUSTER });
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

  describe('requests', () => {
    const valid = { clientId: 'nobody', channel: 'c', inbox: 'i' };
    it.each([
      ['no client id', { ...valid, clientId: '' }, 'stan: clientID missing'],
      ['no ackWait', { ...valid, ackWaitSeconds: 0 }, 'stan: invalid ack wait time, should be >= 1s'],
      ['no maxInFlight', { ...valid, maxInFlight: 0 }, 'stan: invalid MaxInflight, should be >= 1'],
      ['a start position there is not', { ...valid, startPosition: 5 }, 'stan: invalid start position'],
      ['a wildcard', { ...valid, channel: 'a.*' }, 'stan: invalid subject'],
      ['an unknown client', valid, 'stan: unknown clientID'],
    ])('with %s is refused', async (_, request, error) => {
      const raw = await suite.raw(server);
      const answer = await raw.request(`_STAN.sub.${CLUSTER}`, subscriptionRequest(request));
      expect(fields(answer)).toEqual({ 3: error });
    });

    it('that is not protobuf is refused', async () => {
      const raw = await suite.raw(server);
      const answer = await raw.request(`_STAN.sub.${CLUSTER}`, Buffer.from([0xff, 0xff]));
      expect(fields(answer)).toEqual({ 3: 'stan: invalid subscription request' });
    });

    it('are answered, with an ack inbox, before the first message comes', async () => {
      const { channel } = await filled(3);
      const raw = await suite.raw(server);
      const clientId = unique('raw');
      await raw.request(`_STAN.discover.${CLUSTER}`, connectRequest(clientId, 'hb'));
      raw.clear();
      raw.say('SUB my.inbox 1');
      raw.say('SUB my.answer 2');
      const request = subscriptionRequest({ clientId, channel, inbox: 'my.inbox', startPosition: 4 });
      raw.publish(`_STAN.sub.${CLUSTER}`, request, 'my.answer');
      await raw.until(/(MSG my\.inbox[^]*){3}/);
      expect(raw.heard.indexOf('MSG my.answer')).toBeLessThan(raw.heard.indexOf('MSG my.inbox'));
      expect(fields(await raw.message('my.answer'))[2]).toMatch(/^_INBOX\.\S+$/);
    });
  });

  describe('start', () => {
    it.each([
      ['new only', 'new' as const, ['4']],
      ['with the last received', 'last' as const, ['3', '4']],
      ['with the first', 'first' as const, ['1', '2', '3', '4']],
      ['at a sequence', { sequence: 2 }, ['2', '3', '4']],
      ['at the first when the sequence is before it', { sequence: 0 }, ['1', '2', '3', '4']],
      ['with new ones when the sequence is after the last', { sequence: 9 }, ['4']],
      ['at a time before the first', { agoMs: 60_000 }, ['1', '2', '3', '4']],
      ['with new ones at a time after the last', { agoMs: 0 }, ['4']],
    ])('%s', async (_, start, expected) => {
      const { client, channel } = await filled(3);
      const subscription = await client.subscribe(channel, { start });
      await client.publish(channel, '4');
      await subscription.until('message 4', () => subscription.data().includes('4'));
      expect(subscription.data()).toEqual(expected);
    });

    it('at the first message that is no older than a time', async () => {
      const { client, channel } = await filled(2);
      await sleep(300);
      await client.publish(channel, '3');
      const subscription = await client.subscribe(channel, { start: { agoMs: 150 } });
      await client.publish(channel, '4');
      await subscription.until('message 4', () => subscription.data().includes('4'));
      expect(subscription.data()).toEqual(['3', '4']);
    });
  });

  describe('plain', () => {
    it('each get every message', async () => {
      const { client, channel } = await filled(0);
      const subscriptions = [await client.subscribe(channel), await client.subscribe(channel)];
      await client.publishAll(channel, ['a', 'b']);
      for (const each of subscriptions) {
        await each.messages(2);
        expect(each.data()).toEqual(['a', 'b']);
      }
    });

    it('get no more than maxInFlight without acks, and the rest with them', async () => {
      const { client, channel } = await filled(7);
      const one = await client.subscribe(channel, { start: 'first', maxInFlight: 3, onMessage: ignore });
      await one.messages(3);
      // whatever else were sent would come before a message to another subscription
      const probe = await client.subscribe(channel, { start: 'last' });
      await probe.messages(1);
      expect(one.sequences()).toEqual([1, 2, 3]);
      one.received[0]?.ack();
      await one.messages(4);
      one.received[1]?.ack();
      one.received[2]?.ack();
      one.received[3]?.ack();
      await one.messages(7);
      expect(one.sequences()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it('get nothing any more after unsubscribe', async () => {
      const { client, channel } = await filled(0);
      const gone = await client.subscribe(channel);
      await gone.unsubscribe();
      const there = await client.subscribe(channel);
      await client.publish(channel, 'x');
      await there.messages(1);
      expect(gone.data()).toEqual([]);
    });
  });

  describe('unsubscribe requests', () => {
    it('for an unknown channel, subscription or client are refused', async () => {
      const { client, channel } = await filled(1);
      const raw = await suite.raw(server);
      const ask = async (id: string, on: string, inbox: string) =>
        fields(await raw.request(`_STAN.unsub.${CLUSTER}`, unsubscribeRequest(id, on, inbox)))[3];
      expect(await ask('a', unique('none'), 'i')).toBe('stan: unknown channel');
      expect(await ask('a', channel, 'i')).toBe('stan: invalid subscription');
      const clientId = unique('raw');
      await raw.request(`_STAN.discover.${CLUSTER}`, connectRequest(clientId, 'hb'));
      const request = subscriptionRequest({ clientId, channel, inbox: 'my.box' });
      const ackInbox = String(fields(await raw.request(`_STAN.sub.${CLUSTER}`, request))[2]);
      expect(await ask('another', channel, ackInbox)).toBe('stan: unknown clientID');
      expect(await ask(clientId, channel, ackInbox)).toBeUndefined();
      await client.close();
    });
  });

  describe('durable', () => {
    it('go on where they were when their owner comes back, whatever start it asks for', async () => {
      const { client, channel } = await filled(2);
      const id = unique('owner');
      const owner = await suite.client(server, id);
      const before = await owner.subscribe(channel, { durable: 'd', start: 'first' });
      await before.messages(2);
      await owner.close();
      await client.publishAll(channel, ['3', '4']);
      const after = await (
        await suite.client(server, id)
      ).subscribe(channel, { durable: 'd', start: 'first' });
      await after.messages(2);
      expect(after.data()).toEqual(['3', '4']);
      expect(after.received.map(({ redelivered }) => redelivered)).toEqual([false, false]);
    });

    it('get all pending again on resume: in order, marked, above maxInFlight, before new ones', async () => {
      const { client, channel } = await filled(5);
      const id = unique('owner');
      const owner = await suite.client(server, id);
      const before = await owner.subscribe(channel, { durable: 'd', start: 'first', onMessage: ignore });
      await before.messages(5);
      before.received[1]?.ack();
      await before.close();
      await client.publish(channel, '6');
      const after = await owner.subscribe(channel, { durable: 'd', maxInFlight: 2, onMessage: ignore });
      await after.messages(4);
      expect(after.sequences()).toEqual([1, 3, 4, 5]);
      expect(after.received.every(({ redelivered, count }) => redelivered && count === 1)).toBe(true);
      for (const each of after.received.slice(0, 3)) each.ack();
      await after.messages(5);
      expect(after.received[4]).toMatchObject({ sequence: 6, redelivered: false });
    });

    it('are refused a second time while the first lives', async () => {
      const { client, channel } = await filled(0);
      await client.subscribe(channel, { durable: 'd' });
      await expect(client.subscribe(channel, { durable: 'd' })).rejects.toThrow(
        'stan: duplicate durable registration',
      );
      await client.subscribe(channel, { durable: 'another' });
      await (await suite.client(server)).subscribe(channel, { durable: 'd' });
    });

    it('are forgotten on unsubscribe', async () => {
      const { client, channel } = await filled(2);
      const before = await client.subscribe(channel, { durable: 'd', start: 'first' });
      await before.messages(2);
      await before.unsubscribe();
      const after = await client.subscribe(channel, { durable: 'd', start: 'first' });
      await after.messages(2);
      expect(after.data()).toEqual(['1', '2']);
    });

    it('count the acks sent before close', async () => {
      const { client, channel } = await filled(100);
      const before = await client.subscribe(channel, { durable: 'd', start: 'first', onMessage: ignore });
      await before.messages(100);
      for (const each of before.received) each.ack();
      await before.close();
      const after = await client.subscribe(channel, { durable: 'd' });
      await client.publish(channel, 'new');
      await after.messages(1);
      expect(after.data()).toEqual(['new']);
    });
  });

  describe('queue groups', () => {
    it('share the messages', async () => {
      const { client, channel } = await filled(0);
      const got: string[] = [];
      let complete = ignore;
      const all = new Promise<void>((resolve) => (complete = () => resolve(undefined)));
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

    it('give to the member with the fewest pending, and never to a stalled one', async () => {
      const { client, channel } = await filled(0);
      const small = await client.subscribe(channel, { group: 'g', maxInFlight: 2, onMessage: ignore });
      const large = await client.subscribe(channel, { group: 'g', maxInFlight: 50, onMessage: ignore });
      await client.publishAll(channel, Array.from({ length: 20 }, String));
      await large.messages(18);
      expect(small.received).toHaveLength(2);
      // one of five is free: it has the fewest pending by far
      for (const each of large.received) each.ack();
      const idle = await client.subscribe(channel, { group: 'g', onMessage: ignore });
      for (const each of small.received) each.ack();
      await client.publishAll(channel, ['a', 'b', 'c']);
      await idle.messages(1);
    });

    it('hand out no more than the sum of maxInFlight', async () => {
      const { client, channel } = await filled(10);
      const options = { group: 'g', maxInFlight: 2, onMessage: ignore, start: 'first' as const };
      const one = await client.subscribe(channel, options);
      const two = await client.subscribe(channel, options);
      await two.messages(2);
      const probe = await client.subscribe(channel, { start: 'last' });
      await probe.messages(1);
      expect([...one.sequences(), ...two.sequences()].sort()).toEqual([1, 2, 3, 4]);
    });

    it('start anew when the last member has left, unless durable', async () => {
      const { client, channel } = await filled(3);
      const before = await client.subscribe(channel, { group: 'g', start: 'first' });
      await before.messages(3);
      await before.close();
      const after = await client.subscribe(channel, { group: 'g', start: 'first' });
      await after.messages(3);
      expect(after.data()).toEqual(['1', '2', '3']);
    });

    it('that exist already ignore the start position of a new member', async () => {
      const { client, channel } = await filled(3);
      const one = await client.subscribe(channel, { group: 'g', start: 'first' });
      await one.messages(3);
      const two = await client.subscribe(channel, { group: 'g', start: 'first' });
      await client.publishAll(channel, ['4', '5']);
      await two.messages(1);
      expect([...one.data(), ...two.data()].sort()).toEqual(['1', '2', '3', '4', '5']);
    });
  });

  describe('durable queue groups', () => {
    const group = { group: 'service', durable: 'service' };

    it('go on where they were after the last member has left, whichever client comes next', async () => {
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

    it('are one group for each pair of durable name and group', async () => {
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

    it('refuse a colon in the durable name', async () => {
      const { client, channel } = await filled(0);
      await expect(client.subscribe(channel, { group: 'g', durable: 'a:b' })).rejects.toThrow(
        "durable name of a durable queue subscriber can't contain the character ':'",
      );
    });
  });
});
