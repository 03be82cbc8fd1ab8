import type { Received } from './testing/stan-client.js';
import { StanSuite, unique } from './testing/stan-suite.js';
import type { NatsStreamingServer } from './nats-streaming-server.js';

interface Subscriptionz {
  client_id: string;
  queue_name?: string;
  is_offline: boolean;
  is_durable: boolean;
  last_sent: number;
  pending_count: number;
}
interface Channelz {
  name: string;
  msgs: number;
  first_seq: number;
  last_seq: number;
  subscriptions?: Subscriptionz[];
}

// the real server answers the same, so these tests also run against it
describe('the monitoring over HTTP', () => {
  const suite = new StanSuite();
  let server: NatsStreamingServer;

  beforeAll(async () => {
    server = await suite.server({ monitored: true, dir: suite.directory() });
  });
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  const get = (path: string) => fetch(`${server.monitoringUrl}${path}`);
  const read = async <T>(path: string) => (await (await get(path)).json()) as T;
  const channel = (name: string) => read<Channelz>(`/streaming/channelsz?channel=${name}&subs=1`);

  it('tells of a channel, and of what each queue group has not acknowledged', async () => {
    const name = unique('orders');
    const client = await suite.client(server, unique('listener'));
    const received: Received[] = [];
    const subscription = await client.subscribe(name, {
      group: 'group',
      durable: 'group',
      start: 'first',
      onMessage: (message) => received.push(message),
    });
    for (const body of ['a', 'b', 'c']) await client.publish(name, body);
    await subscription.messages(3);
    expect(await channel(name)).toMatchObject({
      name,
      msgs: 3,
      first_seq: 1,
      last_seq: 3,
      subscriptions: [
        {
          queue_name: 'group:group',
          is_durable: true,
          is_offline: false,
          last_sent: 3,
          pending_count: 3,
        },
      ],
    });
    received[0]?.ack();
    await client.publish(unique('other'), 'x'); // the broker has the acknowledgement before this
    expect((await channel(name)).subscriptions?.[0]).toMatchObject({ last_sent: 3, pending_count: 2 });
  });

  it('tells of a durable queue group that nobody serves', async () => {
    const name = unique('orders');
    const client = await suite.client(server, unique('listener'));
    await client.subscribe(name, { group: 'group', durable: 'group' });
    await client.close();
    const other = await suite.client(server);
    await other.publish(name, 'a');
    expect((await channel(name)).subscriptions).toMatchObject([
      { queue_name: 'group:group', is_offline: true, last_sent: 0, pending_count: 0 },
    ]);
  });

  it('lists the names of the channels, or all of each, in parts', async () => {
    const names = [unique('a'), unique('a')];
    const client = await suite.client(server);
    for (const name of names) await client.publish(name, 'x');
    const all = await read<{ names: string[]; count: number; total: number }>('/streaming/channelsz');
    expect(all.names).toEqual(expect.arrayContaining(names));
    expect(all.total).toBe(all.names.length);
    const part = await read<object>('/streaming/channelsz?subs=1&limit=1&offset=1');
    expect(part).toMatchObject({
      offset: 1,
      limit: 1,
      count: 1,
      channels: [{ msgs: expect.any(Number) as number }],
    });
  });

  it('tells of the server', async () => {
    expect(await read('/streaming/serverz')).toMatchObject({
      cluster_id: 'ticketing',
      state: 'STANDALONE',
      clients: expect.any(Number) as number,
      total_msgs: expect.any(Number) as number,
    });
  });

  it.each(['/streaming/channelsz?channel=none', '/streaming/nothing', '/%', '//'])(
    'does not find %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('is not there unless somebody asks for it', async () => {
    expect((await suite.server()).monitoringUrl).toBeUndefined();
  });
});
