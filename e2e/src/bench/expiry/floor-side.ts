import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MongoClient, ObjectId } from 'mongodb';
import { connectToBus, tap } from '../../testing/bus.js';
import type { RunningSystem } from '../../testing/running-system.js';
import { CHANNELS, FLOOR_DATABASE, type FloorOrder, type Role } from '../floor/expiry-shapes.js';
import { COUNT, type Side } from './side.js';

/** In this time the timers are set. */
const LEAD_MS = 5_000;
const ROLES: Role[] = ['expiration', 'orders', 'tickets', 'payments'];

/** The bare timers, messages, reads and writes, in processes of their own (see floor/expiry.ts). */
export async function floorSide(running: RunningSystem): Promise<Side> {
  const { mongo } = running.system.state();
  const processes = await Promise.all(ROLES.map((role) => startRole(role, running)));
  const [expiration] = processes as [ChildProcess];
  const bus = await connectToBus(running.system);
  const clients = await Promise.all(
    [mongo.orders, mongo.tickets, mongo.payments].map((uri) => MongoClient.connect(uri)),
  );
  const [orders, tickets, payments] = clients.map((client) => client.db(FLOOR_DATABASE));
  const cancelled = await tap(bus, CHANNELS.cancelled);
  const fired = await tap(bus, CHANNELS.expired);
  const released = await tap(bus, CHANNELS.released);
  return {
    name: 'floor',
    leadMs: LEAD_MS,
    pids: processes.map(({ pid }) => pid!),
    async place(expiresAt) {
      [cancelled, fired, released].forEach((heard) => heard.splice(0));
      const placed = Array.from({ length: COUNT }, anOrder);
      const theirs = placed.map((order) => ({ ...order, _id: new ObjectId(order.ticketId) }));
      await orders!.collection<FloorOrder>('orders').insertMany(placed);
      await orders!.collection<FloorOrder>('tickets').insertMany(theirs);
      await tickets!.collection<FloorOrder>('tickets').insertMany(theirs);
      await payments!.collection<FloorOrder>('orders').insertMany(placed);
      expiration.send({ ids: placed.map(({ _id }) => String(_id)), dueAt: expiresAt.getTime() });
      await once(expiration, 'message', { signal: AbortSignal.timeout(30_000) });
    },
    heard: () => ({ fired, cancelled, released }),
    async close() {
      processes.forEach((each) => each.disconnect());
      await Promise.all([bus.close(), ...clients.map((client) => client.close())]);
    },
  };
}

async function startRole(role: Role, running: RunningSystem): Promise<ChildProcess> {
  const child = fork(join(__dirname, '../floor/expiry.js'), [role], {
    env: { ...process.env, FLOOR: JSON.stringify(running.system.state()) },
  });
  await once(child, 'message', { signal: AbortSignal.timeout(30_000) });
  return child;
}

/** A document of about the size of an order. */
function anOrder() {
  return {
    _id: new ObjectId(),
    version: 0,
    userId: new ObjectId().toHexString(),
    status: 'created',
    expiresAt: new Date(),
    ticketId: new ObjectId().toHexString(),
    title: 'A ticket of the floor',
    price: '20.00',
    hold: 1,
    outbox: [],
  };
}
