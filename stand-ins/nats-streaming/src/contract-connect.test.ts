import type { NatsStreamingServer } from './nats-streaming-server.js';
import type { RawNats } from './testing/raw-nats.js';
import { connectRequest, fields, ping, pubMsg, subscriptionRequest } from './testing/stan-requests.js';
import { StanSuite, unique } from './testing/stan-suite.js';

const CLUSTER = 'contract';
const DISCOVER = `_STAN.discover.${CLUSTER}`;

describe('connecting', () => {
  const suite = new StanSuite();
  let server: NatsStreamingServer;

  beforeAll(async () => {
    server = await suite.server({
      clusterId: CLUSTER,
      flags: ['-hbi', '300ms', '-hbt', '200ms', '-hbf', '2'],
    });
  });
  afterEach(() => suite.disconnect());
  afterAll(() => suite.end());

  /** Registers a client by hand. Heartbeats to it are answered only if it is `alive`. */
  async function register(id: string, { connId = '', alive = true } = {}): Promise<RawNats> {
    const raw = await suite.raw(server);
    raw.say(`SUB hb.${id} hb`);
    if (alive) {
      let seen = 0;
      raw.socket.on('data', () => {
        const beats = [...raw.heard.matchAll(/MSG hb\.\S+ hb (\S+) 0\r\n/g)];
        for (const [, reply = ''] of beats.slice(seen)) raw.publish(reply);
        seen = beats.length;
      });
    }
    await raw.request(DISCOVER, connectRequest(id, `hb.${id}`, connId));
    return raw;
  }

  it('answers with the subjects, the protocol and the ping settings of the client', async () => {
    const raw = await suite.raw(server);
    const id = unique('me');
    const answer = fields(await raw.request(DISCOVER, connectRequest(id, 'hb.inbox', unique('conn'))));
    expect(answer).toEqual({
      1: expect.stringMatching(/^_STAN\.pub\.\S+$/) as string,
      2: expect.stringMatching(/^_STAN\.sub\.\S+$/) as string,
      3: expect.stringMatching(/^_STAN\.unsub\.\S+$/) as string,
      4: expect.stringMatching(/^_STAN\.close\.\S+$/) as string,
      6: expect.stringMatching(/^_STAN\.subclose\.\S+$/) as string,
      7: `${DISCOVER}.pings`,
      8: 7n,
      9: 4n,
      10: 1n,
    });
  });

  it.each(['', 'a b', 'a.b', 'a:b', 'ä', 'a/b'])('refuses the client id "%s"', async (id) => {
    const raw = await suite.raw(server);
    const answer = fields(await raw.request(DISCOVER, connectRequest(id, 'hb.inbox')));
    expect(answer[5]).toMatch(/^stan: invalid clientID/);
  });

  it('refuses a connect request without heartbeat inbox, or that is not protobuf', async () => {
    const raw = await suite.raw(server);
    const refusal = { 5: 'stan: invalid connection request' };
    expect(fields(await raw.request(DISCOVER, connectRequest(unique('me'), '')))).toEqual(refusal);
    expect(fields(await raw.request(DISCOVER, Buffer.from([0xff, 0xff])))).toEqual(refusal);
  });

  it('does not answer for another cluster', async () => {
    const other = suite.client({ url: server.url, clusterId: 'other' });
    await expect(other).rejects.toThrow(/connect request timeout/);
  });

  it('refuses a client id while its owner is alive', async () => {
    const id = unique('twin');
    await suite.client(server, id);
    await expect(suite.client(server, id)).rejects.toThrow('stan: clientID already registered');
  });

  it('gives the id of a crashed client to a new client at once', async () => {
    const id = unique('crashed');
    const old = await suite.client(server, id);
    old.crash();
    const before = Date.now();
    await suite.client(server, id);
    expect(Date.now() - before).toBeLessThan(480);
  });

  it('gives the id of a frozen client to one new client after 500 ms', async () => {
    const id = unique('frozen');
    const connId = unique('conn');
    await register(id, { alive: false, connId });
    const before = Date.now();
    const raw = await suite.raw(server);
    const first = raw.request(DISCOVER, connectRequest(id, 'hb.second', unique('conn')));
    const second = raw.request(DISCOVER, connectRequest(id, 'hb.third', unique('conn')));
    expect(fields(await second)).toEqual({ 5: 'stan: clientID already registered' });
    expect(fields(await first)[5]).toBeUndefined();
    expect(Date.now() - before).toBeGreaterThanOrEqual(480);
    expect(Date.now() - before).toBeLessThan(1_500);
    const pong = fields(await raw.request(`${DISCOVER}.pings`, ping(connId)));
    expect(pong[1]).toBe('client has been replaced or is no longer registered');
  });

  it('closes the subscriptions of a client that is replaced', async () => {
    const id = unique('replaced');
    const channel = unique('channel');
    const old = await suite.client(server, id);
    await old.subscribe(channel, { durable: 'd' });
    old.crash();
    const successor = await suite.client(server, id);
    // if the old subscription were still open, this one would be refused
    const subscription = await successor.subscribe(channel, { durable: 'd' });
    await successor.publish(channel, 'hello');
    await subscription.messages(1);
  });

  it('answers a ping with an error only if the connection is not registered', async () => {
    const connId = unique('conn');
    const raw = await register(unique('pinging'), { connId });
    expect(await raw.request(`${DISCOVER}.pings`, ping(connId))).toHaveLength(0);
    const unknown = fields(await raw.request(`${DISCOVER}.pings`, ping(unique('conn'))));
    expect(unknown).toEqual({ 1: 'client has been replaced or is no longer registered' });
  });

  it('forgets a client that closes', async () => {
    const id = unique('closing');
    const client = await suite.client(server, id);
    await client.close();
    const raw = await suite.raw(server);
    const request = subscriptionRequest({ clientId: id, channel: unique('channel'), inbox: 'inbox' });
    expect(fields(await raw.request(`_STAN.sub.${CLUSTER}`, request))[3]).toMatch(/unknown clientID/);
  });

  it('closes a client that does not answer heartbeats, and keeps one that does', async () => {
    const [alive, dead] = [unique('alive'), unique('dead')];
    const [aliveConn, deadConn] = [unique('conn'), unique('conn')];
    const raw = await register(alive, { connId: aliveConn });
    const frozen = await register(dead, { alive: false, connId: deadConn });
    // three heartbeats fail: each is sent 300 ms after the 200 ms of the one before have passed
    for (let beats = 1; beats <= 3; beats++)
      await frozen.until(new RegExp(`(MSG hb\\.${dead} hb \\S+ 0[^]*){${beats}}`));
    const deadline = Date.now() + 3_000;
    let refused = false;
    while (!refused && Date.now() < deadline)
      refused = fields(await raw.request(`${DISCOVER}.pings`, ping(deadConn)))[1] !== undefined;
    expect(refused).toBe(true);
    expect(await raw.request(`${DISCOVER}.pings`, ping(aliveConn))).toHaveLength(0);
  });

  it('keeps a client registered when its TCP connection closes', async () => {
    const id = unique('away');
    const connId = unique('conn');
    const old = await register(id, { connId });
    old.close();
    const raw = await suite.raw(server);
    expect(await raw.request(`${DISCOVER}.pings`, ping(connId))).toHaveLength(0);
    const message = pubMsg({ clientId: id, connId, guid: 'g', channel: unique('channel') });
    const ack = fields(await raw.request(`_STAN.pub.${CLUSTER}.x`, message));
    expect(ack).toEqual({ 1: 'g' });
  });
});
