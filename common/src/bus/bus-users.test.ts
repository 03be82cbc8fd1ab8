import { ADMIN, WORKER } from '../testing/bus-users.js';
import { silentLogger } from '../testing/silent-logger.js';
import { NatsStreamingServer } from '../testing/stand-ins.js';
import { BusRefusedError } from './errors.js';
import { NatsConnection } from './nats-connection.js';

const server = new NatsStreamingServer({ users: [ADMIN, WORKER] });
const open: NatsConnection[] = [];

beforeAll(() => server.start());
afterEach(() => Promise.all(open.splice(0).map((connection) => connection.close())));
afterAll(() => server.stop());

async function connect(url = server.urlFor('worker'), logger = silentLogger): Promise<NatsConnection> {
  const clientId = `users-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const { clusterId } = server;
  const connection = await NatsConnection.connect({ url, clusterId, clientId, logger, startLimitMs: 500 });
  open.push(connection);
  return connection;
}

it('rejects at once what the user may not publish, and publishes the rest', async () => {
  const connection = await connect();
  const began = Date.now();
  const results = await Promise.allSettled(
    ['own', 'foreign', 'own'].map((name) => connection.publish(name, 'x')),
  );
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(results[1]).toMatchObject({ reason: new BusRefusedError('foreign') });
  expect(Date.now() - began).toBeLessThan(5_000); // without a word from the broker it would wait 10 s for an answer
});

it('logs what the broker refuses', async () => {
  const logger = Object.assign(Object.create(silentLogger) as typeof silentLogger, { error: jest.fn() });
  const connection = await connect(undefined, logger);
  await connection.publish('foreign', 'x').catch(() => undefined);
  expect(logger.error).toHaveBeenCalledWith(
    { refusal: expect.stringContaining('_STAN.pub.ticketing.foreign') as string },
    expect.stringContaining('may not do'),
  );
});

it('names the broker and not the password when the login is wrong', async () => {
  const wrong = connect(server.url.replace('//', '//worker:guessed@'));
  await expect(wrong).rejects.toThrow(`reached within 0.5 s at ${server.url} (`);
  await expect(wrong).rejects.toThrow(/authorization violation/i);
  await expect(wrong).rejects.not.toThrow(/guessed/);
});
