import { once } from 'node:events';
import type { NatsStreamingServer } from './nats-streaming-server.js';
import type { Received, StanClient } from './testing/stan-client.js';
import { connectRequest, fields, ping } from './testing/stan-requests.js';
import { StanSuite, unique } from './testing/stan-suite.js';
import { within } from './testing/wait.js';

const ignore = () => undefined;

describe('after a crash, with the file store', () => {
  const suite = new StanSuite();
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  const persistent = () => suite.server({ dir: suite.directory() });

  async function crash(server: NatsStreamingServer, ...clients: StanClient[]): Promise<void> {
    const back = clients.map(({ stan }) => within(5_000, 'reconnect', once(stan, 'reconnect')));
    await server.kill();
    await server.start();
    await Promise.all(back);
  }

  it('has every acknowledged message, in order', async () => {
    const server = await persistent();
    const client = await suite.client(server);
    const channel = unique('channel');
    const acknowledged: string[] = [];
    let next = 0;
    let published: () => void = ignore;
    const enough = new Promise<void>((resolve) => (published = resolve));
    const publish = (): void => {
      const data = String(next++);
      client.publish(channel, data).then(
        () => {
          acknowledged.push(data);
          if (acknowledged.length === 2_000) published();
          publish();
        },
        () => undefined,
      );
    };
    for (let i = 0; i < 100; i++) publish();
    await within(10_000, '2000 acks', enough);
    // more messages are on their way when the server dies
    await server.kill();
    client.crash();
    await server.start();
    const reader = await suite.client(server);
    const all = await reader.subscribe(channel, { start: 'first' });
    const last = acknowledged.at(-1) ?? '';
    await all.until('the last acknowledged message', () => all.data().includes(last));
    const found = new Set(all.data());
    expect(acknowledged.filter((data) => !found.has(data))).toEqual([]);
    expect(all.sequences()).toEqual(all.sequences().map((_, i) => i + 1));
    await reader.publish(channel, 'after');
    await all.until('a new message', () => all.data().includes('after'));
    expect(all.sequences()).toEqual(all.sequences().map((_, i) => i + 1));
  });

  it('serves clients and subscriptions without a new connect request', async () => {
    const server = await persistent();
    const client = await suite.client(server);
    const channel = unique('channel');
    const subscriptions = [
      await client.subscribe(channel),
      await client.subscribe(channel, { durable: 'd' }),
      await client.subscribe(channel, { group: 'g' }),
      await client.subscribe(channel, { group: 'g', durable: 'd' }),
    ];
    await client.publish(channel, 'before');
    for (const each of subscriptions) await each.messages(1);
    await crash(server, client);
    await client.publish(channel, 'after');
    for (const each of subscriptions) {
      await each.messages(2);
      expect(each.received.map(({ data, redelivered }) => [data, redelivered])).toEqual([
        ['before', false],
        ['after', false],
      ]);
    }
    await expect(suite.client(server, unique('other'))).resolves.toBeDefined();
    await subscriptions[3]?.close();
    await client.close();
  });

  it('knows the connection ids and refuses the id of a client that is back', async () => {
    const server = await persistent();
    const id = unique('me');
    const connId = unique('conn');
    const raw = await suite.raw(server);
    await raw.request(`_STAN.discover.${server.clusterId}`, connectRequest(id, 'hb', connId));
    const client = await suite.client(server, 'twin');
    await crash(server, client);
    const again = await suite.raw(server);
    const pings = `_STAN.discover.${server.clusterId}.pings`;
    expect(await again.request(pings, ping(connId))).toHaveLength(0);
    expect(fields(await again.request(pings, ping('unknown')))[1]).toMatch(/no longer registered/);
    await expect(suite.client(server, 'twin')).rejects.toThrow('stan: clientID already registered');
  });

  it('redelivers pending messages and hears acks on the old ack inboxes', async () => {
    const server = await persistent();
    const client = await suite.client(server);
    const channel = unique('channel');
    // three pending messages fill it: a new one comes only when their acks have been heard
    const options = { ackWaitSeconds: 1, maxInFlight: 3, onMessage: ignore };
    const subscription = await client.subscribe(channel, options);
    await client.publishAll(channel, ['1', '2', '3']);
    await subscription.messages(3);
    subscription.received[1]?.ack();
    await client.publish(channel, '4'); // the ack has been handled when this one is acknowledged
    await crash(server, client);
    await subscription.until('redelivery', () => {
      const again = subscription.received.filter(({ redelivered }) => redelivered);
      return [1, 3, 4].every((sequence) => again.some((each) => each.sequence === sequence));
    });
    const again = subscription.received.filter(({ redelivered }) => redelivered);
    expect(again.map(({ sequence }) => sequence)).not.toContain(2);
    for (const each of again) each.ack();
    await client.publish(channel, '5');
    await subscription.until('a new message', () => subscription.data().includes('5'));
    expect(subscription.received.at(-1)).toMatchObject({ sequence: 5, redelivered: false });
  });

  it('keeps closed durables with their place and their pending messages', async () => {
    const server = await persistent();
    const channel = unique('channel');
    const client = await suite.client(server, 'owner');
    const options = { start: 'first' as const, onMessage: ignore };
    const plain = await client.subscribe(channel, { ...options, durable: 'd' });
    const member = await client.subscribe(channel, { ...options, durable: 'd', group: 'g' });
    await client.publishAll(channel, ['1', '2', '3']);
    for (const each of [plain, member]) {
      await each.messages(3);
      each.received[0]?.ack();
      each.received[2]?.ack();
    }
    await client.close();
    await crash(server);
    const owner = await suite.client(server, 'owner');
    await owner.publish(channel, '4');
    for (const group of [undefined, 'g']) {
      const back = await owner.subscribe(channel, { ...options, durable: 'd', ...(group && { group }) });
      await back.messages(2);
      expect(back.received.map(({ data, redelivered }) => [data, redelivered])).toEqual([
        ['2', true],
        ['4', false],
      ]);
    }
  });

  it('does not bring back durables that were unsubscribed', async () => {
    const server = await persistent();
    const channel = unique('channel');
    const client = await suite.client(server, 'owner');
    await client.publish(channel, '1');
    const durable = await client.subscribe(channel, { durable: 'd', start: 'first' });
    const member = await client.subscribe(channel, { durable: 'd', group: 'g', start: 'first' });
    await durable.messages(1);
    await member.messages(1);
    await durable.unsubscribe();
    await member.unsubscribe();
    await client.close();
    await crash(server);
    const owner = await suite.client(server, 'owner');
    for (const group of [undefined, 'g']) {
      const anew = await owner.subscribe(channel, { durable: 'd', start: 'first', ...(group && { group }) });
      await anew.messages(1);
      expect(anew.received[0]).toMatchObject({ data: '1', redelivered: false });
    }
  });

  it('delivers all messages to a queue group whose members shared them', async () => {
    const server = await persistent();
    const channel = unique('channel');
    const clients = [await suite.client(server), await suite.client(server)];
    const got: number[] = [];
    const onMessage = ({ sequence, ack }: Received) => {
      got.push(sequence);
      ack();
    };
    const group = { group: 'g', durable: 'd', onMessage, ackWaitSeconds: 1 };
    const members = [];
    for (const client of clients) members.push(await client.subscribe(channel, group));
    const [one] = clients;
    await one?.publishAll(channel, ['1', '2', '3', '4']);
    await crash(server, ...clients);
    await one?.publishAll(channel, ['5', '6', '7', '8']);
    const deadline = Date.now() + 5_000;
    while (new Set(got).size < 8 && Date.now() < deadline) await new Promise(setImmediate);
    expect([...new Set(got)].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('stops on SIGTERM and starts again on its port, both within 3 seconds', async () => {
    const server = await persistent();
    const client = await suite.client(server);
    const channel = unique('channel');
    await client.publish(channel, 'x');
    const before = Date.now();
    await server.stop();
    await server.start();
    expect(Date.now() - before).toBeLessThan(3_000);
    const subscription = await (await suite.client(server)).subscribe(channel, { start: 'first' });
    await subscription.messages(1);
  });
});
