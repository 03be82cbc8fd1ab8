import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Message } from 'node-nats-streaming';
import { freePort, eventually } from '../testing/stand-ins.js';
import { busHarness } from '../testing/bus-harness.js';
import { silentLogger } from '../testing/silent-logger.js';
import { BusUnavailableError } from './errors.js';
import { NatsConnection } from './nats-connection.js';

const bus = busHarness();

describe('NatsConnection', () => {
  it('names the address when there is no broker', async () => {
    const url = `nats://127.0.0.1:${await freePort()}`;
    const connecting = NatsConnection.connect({
      url,
      clusterId: 'c',
      clientId: 'x',
      logger: silentLogger,
      startLimitMs: 100,
    });
    await expect(connecting).rejects.toThrow(url);
  });

  it('waits for a broker that starts later', async () => {
    await bus.server.stop();
    const connecting = bus.connect({ startLimitMs: 20_000 });
    await bus.server.start();
    expect((await connecting).connected).toBe(true);
  });

  it('refuses a message over the limit and stays connected', async () => {
    const connection = await bus.connect();
    await expect(connection.publish('big', 'x'.repeat(1_000_001))).rejects.toThrow(RangeError);
    await connection.publish('big', 'x'.repeat(1_000_000));
    expect(connection.connected).toBe(true);
  });

  it('refuses to publish while the broker is away, and publishes when it is back', async () => {
    const connection = await bus.connect();
    const up = jest.fn();
    connection.on('up', up);
    await bus.server.kill();
    await eventually(() => expect(connection.connected).toBe(false));
    await expect(connection.publish('channel', 'x')).rejects.toThrow(
      new BusUnavailableError('not connected'),
    );
    expect(up).not.toHaveBeenCalled();
    await bus.server.start();
    // the memory store has forgotten this client: the connection must notice that and make a new one
    await eventually(() => connection.publish('channel', 'x'));
    expect(up).toHaveBeenCalledTimes(2);
  });

  it('resolves a publish only after the broker acknowledged it', async () => {
    const connection = await bus.connect();
    process.kill(bus.server.pid!, 'SIGSTOP');
    let acknowledged = false;
    const published = connection.publish('channel', 'x').then(() => (acknowledged = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(acknowledged).toBe(false);
    process.kill(bus.server.pid!, 'SIGCONT');
    await published;
  });

  it('rejects when the broker refuses a subscription', async () => {
    const connection = await bus.connect();
    const spec = { queueGroup: 'group', maxInFlight: 1, ackWaitSeconds: 30, onMessage: () => undefined };
    await expect(connection.subscribe({ channel: 'no.*.channel', ...spec })).rejects.toThrow(
      /channel|subject/,
    );
  });

  it('gets no more unacknowledged messages than it asked for', async () => {
    const connection = await bus.connect();
    const messages: Message[] = [];
    await connection.subscribe({
      channel: 'one-by-one',
      queueGroup: 'group',
      maxInFlight: 1,
      ackWaitSeconds: 30,
      onMessage: (message) => void messages.push(message),
    });
    for (const body of ['a', 'b', 'c']) await connection.publish('one-by-one', body);
    for (const count of [1, 2, 3]) {
      await eventually(() => expect(messages).toHaveLength(count));
      messages.at(-1)!.ack();
    }
  });

  it('gives up on a broker that accepts the connection and never answers', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    const connecting = NatsConnection.connect({
      url: `nats://127.0.0.1:${port}`,
      clusterId: 'c',
      clientId: 'x',
      logger: silentLogger,
      startLimitMs: 100,
    });
    await expect(connecting).rejects.toThrow(/can't be reached/);
    mute.close();
  });

  it('rejects unacknowledged messages at once when the broker dies', async () => {
    const connection = await bus.connect();
    process.kill(bus.server.pid!, 'SIGSTOP');
    const publishing = connection.publish('channel', 'x').catch((error: unknown) => error);
    await bus.server.kill();
    // after 10 s the client's own limit would say "publish ack timeout"
    expect(await publishing).toEqual(new BusUnavailableError('the connection was lost'));
    await bus.server.start();
  });

  it('emits lost when the broker stays away', async () => {
    const connection = await bus.connect({ outageLimitMs: 200 });
    const lost = once(connection, 'lost', { signal: AbortSignal.timeout(60_000) });
    await bus.server.kill();
    const [error] = (await lost) as [Error];
    expect(error.message).toContain(bus.server.url);
    await bus.server.start();
  });
});
