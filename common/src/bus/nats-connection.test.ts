import { once } from 'node:events';
import { freePort, eventually } from '@ticketing/local';
import { busHarness } from '../testing/bus-harness.js';
import { silentLogger } from '../testing/silent-logger.js';
import { BusUnavailableError } from './errors.js';
import { NatsConnection } from './nats-connection.js';

const bus = busHarness();

describe('NatsConnection', () => {
  it('says where it looked when there is no broker', async () => {
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

  it('rejects a message over the limit and stays connected', async () => {
    const connection = await bus.connect();
    await expect(connection.publish('big', 'x'.repeat(1_000_001))).rejects.toThrow(RangeError);
    await connection.publish('big', 'x'.repeat(1_000_000));
    expect(connection.connected).toBe(true);
  });

  it('refuses to publish while the broker is away, and publishes when it is back', async () => {
    const connection = await bus.connect();
    await bus.server.kill();
    await eventually(() => expect(connection.connected).toBe(false));
    await expect(connection.publish('channel', 'x')).rejects.toThrow(BusUnavailableError);
    await bus.server.start();
    // the memory store forgot this client: the connection must find out and make a new one
    await eventually(() => connection.publish('channel', 'x'), 20_000);
  });

  it('gives up at once what a broker that died has not acknowledged', async () => {
    const connection = await bus.connect();
    process.kill(bus.server.pid!, 'SIGSTOP');
    const publishing = connection.publish('channel', 'x').catch((error: unknown) => error);
    await bus.server.kill();
    // after 10 s the client's own limit would say "publish ack timeout"
    expect(await publishing).toEqual(new BusUnavailableError('the connection was lost'));
    await bus.server.start();
  });

  it('reports a broker that stays away as lost', async () => {
    const connection = await bus.connect({ outageLimitMs: 200 });
    const lost = once(connection, 'lost', { signal: AbortSignal.timeout(60_000) });
    await bus.server.kill();
    const [error] = (await lost) as [Error];
    expect(error.message).toContain(bus.server.url);
    await bus.server.start();
  }, 70_000);
});
