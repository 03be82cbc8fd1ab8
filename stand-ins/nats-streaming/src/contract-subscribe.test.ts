import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsStreamingServer } from './nats-streaming-server.js';
import { connectRequest, fields, subscriptionRequest, unsubscribeRequest } from './testing/stan-requests.js';
import { StanSuite, unique } from './testing/stan-suite.js';

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

  describe('subscription requests', () => {
    const valid = { clientId: 'nobody', channel: 'c', inbox: 'i' };
    it.each([
      ['no client id', { ...valid, clientId: '' }, 'stan: clientID missing'],
      ['no ackWait', { ...valid, ackWaitSeconds: 0 }, 'stan: invalid ack wait time, should be >= 1s'],
      ['no maxInFlight', { ...valid, maxInFlight: 0 }, 'stan: invalid MaxInflight, should be >= 1'],
      ['an unknown start position', { ...valid, startPosition: 5 }, 'stan: invalid start position'],
      ['a wildcard', { ...valid, channel: 'a.*' }, 'stan: invalid subject'],
      ['an unknown client', valid, 'stan: unknown clientID'],
    ])('with %s are refused', async (_, request, error) => {
      const raw = await suite.raw(server);
      const answer = await raw.request(`_STAN.sub.${CLUSTER}`, subscriptionRequest(request));
      expect(fields(answer)).toEqual({ 3: error });
    });

    it('that are not protobuf are refused', async () => {
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

  describe('a subscription starts', () => {
    it.each([
      ['with new messages only', 'new' as const, ['4']],
      ['with the last message', 'last' as const, ['3', '4']],
      ['with the first message', 'first' as const, ['1', '2', '3', '4']],
      ['at a sequence', { sequence: 2 }, ['2', '3', '4']],
      ['with the first message when the sequence is before it', { sequence: 0 }, ['1', '2', '3', '4']],
      ['with new messages when the sequence is after the last', { sequence: 9 }, ['4']],
      ['at a time before the first', { agoMs: 60_000 }, ['1', '2', '3', '4']],
      ['with new messages at a time after the last', { agoMs: 0 }, ['4']],
    ])('%s', async (_, start, expected) => {
      const { client, channel } = await filled(3);
      const subscription = await client.subscribe(channel, { start });
      await client.publish(channel, '4');
      await subscription.until('message 4', () => subscription.data().includes('4'));
      expect(subscription.data()).toEqual(expected);
    });

    it('with the first message that is no older than a given time', async () => {
      const { client, channel } = await filled(2);
      await sleep(1_000);
      await client.publish(channel, '3');
      const subscription = await client.subscribe(channel, { start: { agoMs: 500 } });
      await client.publish(channel, '4');
      await subscription.until('message 4', () => subscription.data().includes('4'));
      expect(subscription.data()).toEqual(['3', '4']);
    });
  });

  describe('plain subscriptions', () => {
    it('each get all messages', async () => {
      const { client, channel } = await filled(0);
      const subscriptions = [await client.subscribe(channel), await client.subscribe(channel)];
      await client.publishAll(channel, ['a', 'b']);
      for (const each of subscriptions) {
        await each.messages(2);
        expect(each.data()).toEqual(['a', 'b']);
      }
    });

    it('get maxInFlight messages without acks, and one more with each ack', async () => {
      const { client, channel } = await filled(7);
      const one = await client.subscribe(channel, { start: 'first', maxInFlight: 3, onMessage: ignore });
      await one.messages(3);
      // one message more would arrive before this message to another subscription
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

    it('get no messages after unsubscribe', async () => {
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
    it('are refused for an unknown channel, subscription or client', async () => {
      const { client, channel } = await filled(1);
      const raw = await suite.raw(server);
      const ask = async (id: string, on: string, inbox: string) =>
        fields(await raw.request(`_STAN.unsub.${CLUSTER}`, unsubscribeRequest(id, on, inbox)))[3];
      // servers before 0.24 have no words of their own for it
      expect(await ask('a', unique('none'), 'i')).toMatch(/^stan: (unknown channel|invalid subscription)$/);
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

  describe('durable subscriptions', () => {
    it('resume where their owner left them and ignore a new start position', async () => {
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

    it('get all pending messages on resume, in order, before new ones', async () => {
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

    it('are refused while the same durable is open', async () => {
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

    it('take the acks into account that were sent before close', async () => {
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
});
