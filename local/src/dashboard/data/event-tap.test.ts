import { NatsConnection } from '@ticketing/common/bus';
import { createLogger } from '@ticketing/common/telemetry';
import { NatsStreamingServer } from '@ticketing/nats-streaming';
import { eventually } from '@ticketing/processes';
import { busReaderPermissions } from '@ticketing/system';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChannelStates } from './bus-monitor.js';
import { EventTap } from './event-tap.js';

const dir = mkdtempSync(join(tmpdir(), 'event-tap-'));
const reader = { user: 'reader', password: 'read', permissions: busReaderPermissions() };
const server = new NatsStreamingServer({
  dir,
  monitored: true,
  users: [{ user: 'admin', password: 'all' }, reader],
});
const logger = createLogger('test', 'silent');
const connect = (user: string) =>
  NatsConnection.connect({ url: server.urlFor(user), clusterId: server.clusterId, clientId: user, logger });
let admin: NatsConnection;
let tap: EventTap;
let isReachable = true;

beforeAll(async () => {
  await server.start();
  admin = await connect('admin');
  await admin.publish('order:created', 'before');
  const monitoring = { url: server.urlFor('reader'), http: server.monitoringUrl! };
  tap = new EventTap(() => (isReachable ? { clusterId: server.clusterId, monitoring } : undefined));
  tap.open();
  await eventually(() => expect(bodies()).toEqual(['before']));
});
afterAll(async () => {
  tap.close();
  await admin.close();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const bodies = () => tap.newest().map(({ body }) => body);

it('hears the events of the system, the newest first, and goes on when the bus was away', async () => {
  await admin.publish('order:created', 'one');
  await admin.publish('ticket:created', 'two');
  await eventually(() => expect(bodies().slice(0, 2)).toEqual(['two', 'one']));
  expect(tap.newest()[1]).toMatchObject({ subject: 'order:created', sequence: 2 });

  await server.stop();
  await eventually(() => expect(tap.isConnected).toBe(false));
  await server.start();
  await eventually(async () => admin.publish('order:created', 'three'), 30_000);
  await eventually(() => expect(bodies()[0]).toBe('three'), 30_000);
  expect(bodies().filter((body) => body === 'one')).toHaveLength(1);
});

it('goes on after the last event that it has heard, and misses none of those that came while it was away', async () => {
  await admin.publish('order:cancelled', 'heard');
  await eventually(() => expect(bodies()[0]).toBe('heard'));

  isReachable = false;
  await server.stop();
  await eventually(() => expect(tap.isConnected).toBe(false));
  await server.start();
  await eventually(async () => admin.publish('order:cancelled', 'missed'), 30_000);
  await admin.publish('order:cancelled', 'missed, too');
  expect(tap.isConnected).toBe(false);

  isReachable = true;
  await eventually(() => expect(bodies().slice(0, 3)).toEqual(['missed, too', 'missed', 'heard']), 30_000);
});

it('leaves no durable behind, and keeps nobody from an event', async () => {
  const heard: string[] = [];
  await admin.subscribe({
    channel: 'order:created',
    queueGroup: 'tickets-service',
    maxInFlight: 10,
    ackWaitSeconds: 5,
    onMessage: (message) => {
      heard.push(String(message.getData()));
      if (heard.length === 1) message.ack();
    },
  });
  await eventually(() => expect(heard.length).toBeGreaterThan(2));
  const channel = (await readChannelStates(server.monitoringUrl!)).find(
    ({ name }) => name === 'order:created',
  );
  expect(channel?.groups).toEqual([
    { name: 'tickets-service', lastSent: channel?.last, open: (channel?.last ?? 0) - 1, isAway: false },
  ]);
});

it('may publish nothing', async () => {
  const connection = await connect('reader');
  await expect(connection.publish('order:created', 'forged')).rejects.toThrow(/does not let the user/);
  await connection.close();
});
