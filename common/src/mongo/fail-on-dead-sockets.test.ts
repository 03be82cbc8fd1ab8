import type { Socket } from 'node:net';
import { eventually, MongoServer } from '../testing/stand-ins.js';
import mongoose from 'mongoose';
import { withinLimit } from '../async/within-limit.js';
import { connectMongo } from './connect.js';

const mongo = new MongoServer();

beforeAll(async () => {
  await mongo.start();
  await connectMongo(mongo.uri('sockets'), []);
});
afterAll(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});

interface Monitored {
  /** The part of the driver that watches the server. */
  monitor: { connection: { socket: Socket } | null; monitorId: { _executeAndReschedule(): void } };
  pool: { connections: Iterable<{ socket: Socket }> };
}

/** The driver's view of the only server. */
function server(): Monitored {
  const client = mongoose.connection.getClient() as unknown as {
    topology: { s: { servers: Map<string, Monitored> } };
  };
  return [...client.topology.s.servers.values()][0]!;
}

const ping = () => mongoose.connection.db!.command({ ping: 1 });

it('fails an operation on a destroyed socket instead of waiting for ever', async () => {
  await ping();
  for (const { socket } of server().pool.connections) socket.destroy();
  await expect(withinLimit(ping(), 3_000, 'the operation')).rejects.toThrow('closed');
  await eventually(async () => expect(await ping()).toMatchObject({ ok: 1 }));
});

it('finds the server again after a monitor lost its socket', async () => {
  const { monitor } = server();
  await eventually(() => expect(monitor.connection).not.toBeNull());
  monitor.connection!.socket.destroy();
  monitor.monitorId._executeAndReschedule();
  await eventually(async () => expect(await ping()).toMatchObject({ ok: 1 }));
  await eventually(() => expect(monitor.connection?.socket.destroyed).toBe(false));
});
