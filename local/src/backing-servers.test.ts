import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsConnection } from '@ticketing/common/bus';
import { createLogger } from '@ticketing/common/telemetry';
import { MongoClient } from 'mongodb';
import { onTheBus, services, subjects } from '@ticketing/system';
import { BackingServers } from './backing-servers.js';
import { readKeys } from './keys.js';
import { readSettings } from './settings.js';

const GROUP = { queueGroup: 'group', maxInFlight: 10, ackWaitSeconds: 5 };
let dir: string;
let servers: BackingServers;
const open: NatsConnection[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ticketing-backing-'));
  servers = new BackingServers({ ...readSettings({}), dataDir: dir }, readKeys(dir));
  await servers.nats.start();
});
afterEach(() => Promise.all(open.splice(0).map((connection) => connection.close())));
afterAll(async () => {
  await servers.nats.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function connect(url: string): Promise<NatsConnection> {
  const { clusterId } = servers.nats;
  const clientId = `test-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const logger = createLogger('test', 'silent');
  const connection = await NatsConnection.connect({ url, clusterId, clientId, logger, startLimitMs: 1_000 });
  open.push(connection);
  return connection;
}

/** Everything that is on a channel now, up to a message that is published last. */
async function bodiesOf(channel: string): Promise<string[]> {
  const admin = await connect(servers.nats.urlFor('admin'));
  await admin.publish(channel, 'end');
  const bodies: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const onMessage = (message: { getRawData(): Buffer; ack(): void }) => {
      bodies.push(message.getRawData().toString());
      message.ack();
      if (bodies.at(-1) === 'end') resolve();
    };
    admin.subscribe({ channel, ...GROUP, queueGroup: 'reader', onMessage }).catch(reject);
  });
  return bodies;
}

describe('the users of the bus', () => {
  it.each(onTheBus)('let %s publish its own events and dead letters, and nothing else', async (name) => {
    const { publishes } = services.find((service) => service.name === name)!;
    const own = [...publishes, 'dead-letter', 'dead-letter-replayed'];
    const foreign = subjects.filter((subject) => !own.includes(subject));
    const service = await connect(servers.nats.urlFor(name));
    for (const channel of own) await service.publish(channel, `by ${name}`);
    for (const channel of foreign)
      await expect(service.publish(channel, `forged by ${name}`)).rejects.toThrow(
        `the broker does not let the user in NATS_URL publish to ${channel}`,
      );
    expect(service.connected).toBe(true);
  });

  it('keep a forged payment off the bus', async () => {
    const tickets = await connect(servers.nats.urlFor('tickets'));
    await tickets.publish('payment:created', 'forged').catch(() => undefined);
    expect(await bodiesOf('payment:created')).not.toContain('forged');
  });

  it.each(onTheBus)('let %s hear what it hears', async (name) => {
    const { hears } = services.find((service) => service.name === name)!;
    const service = await connect(servers.nats.urlFor(name));
    for (const channel of hears) {
      await (await connect(servers.nats.urlFor('admin'))).publish(channel, 'news');
      await new Promise<void>((resolve, reject) => {
        const onMessage = (message: { ack(): void }) => {
          message.ack();
          resolve();
        };
        service.subscribe({ channel, ...GROUP, queueGroup: `${name}-service`, onMessage }).catch(reject);
      });
    }
  });

  it('refuse somebody without a login or with a wrong one, and say so without the password', async () => {
    const { url } = servers.nats;
    await expect(connect(url)).rejects.toThrow(/authorization violation/i);
    const wrong = connect(url.replace('//', '//tickets:guessed@'));
    await expect(wrong).rejects.toThrow(/authorization violation/i);
    await expect(wrong).rejects.not.toThrow(/guessed/);
  });

  it('have no user for a process that is not on the bus', () => {
    expect(() => servers.nats.urlFor('client')).toThrow('no user client');
  });
});

describe('the users of the databases', () => {
  const orders = () => servers.mongo.get('orders')!;
  const clients: MongoClient[] = [];
  async function databaseAt(uri: string, db = 'orders') {
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
    clients.push(client);
    return (await client.connect()).db(db);
  }
  const own = () => orders().uriFor('orders', 'orders');

  beforeAll(() => orders().start());
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));
  afterAll(() => orders().stop());

  it('let a service read and write its own database, and make its indexes', async () => {
    const collection = (await databaseAt(own())).collection('orders');
    await collection.createIndex({ version: 1 });
    await collection.insertOne({ version: 0 });
    expect(await collection.countDocuments()).toBe(1);
  });

  it.each([
    ['touch another database', 'admin', { insert: 'mine', documents: [{}] }],
    ['give itself rights', 'orders', { updateUser: 'orders', roles: ['dbOwner'] }],
    ['drop its database', 'orders', { dropDatabase: 1 }],
    ['stop the server', 'admin', { shutdown: 1 }],
  ])('do not let a service %s', async (_, db, command) => {
    const database = await databaseAt(own(), db);
    await expect(database.command(command)).rejects.toMatchObject({ code: 13 });
  });

  it('refuse somebody without a login, with a wrong one, or with that of another service', async () => {
    const anybody = await databaseAt(orders().uri('orders'));
    await expect(anybody.collection('orders').findOne()).rejects.toMatchObject({ code: 13 });
    const { passwordOf } = readKeys(dir);
    for (const [name, password] of [
      ['orders', 'guessed'],
      ['tickets', passwordOf('tickets', 'mongodb-tickets')],
      ['orders', passwordOf('orders', 'nats-streaming')],
    ])
      await expect(
        databaseAt(orders().uri('orders').replace('//', `//${name}:${password}@`)),
      ).rejects.toMatchObject({ code: 18 });
  });

  it('let the admin do everything', async () => {
    const admin = await databaseAt(orders().uriFor('admin', 'orders'));
    expect(await admin.command({ usersInfo: 'orders' })).toMatchObject({
      users: [{ roles: [{ role: 'readWrite', db: 'orders' }] }],
    });
  });
});
