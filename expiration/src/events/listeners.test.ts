import { createLogger, NatsConnection, OrderStatus, Subjects } from '@ticketing/common';
import { RedisServer } from '@ticketing/local';
import { NatsStreamingServer } from '@ticketing/nats-streaming';
import { eventually } from '@ticketing/processes';
import Redis from 'ioredis';
import { ExpirationQueue } from '../queue/expiration-queue.js';
import { OrderCancelledListener } from './listeners/order-cancelled-listener.js';
import { OrderCreatedListener } from './listeners/order-created-listener.js';
import { ExpirationCompletePublisher } from './publishers/expiration-complete-publisher.js';

const logger = createLogger('expiration', 'silent');
const redis = new RedisServer();
const server = new NatsStreamingServer({});
const expired: string[] = [];
let bus: NatsConnection;
let queue: ExpirationQueue;
let orders = 0;
const newId = () => (++orders).toString(16).padStart(24, '0');

beforeAll(async () => {
  await Promise.all([redis.start(), server.start()]);
  bus = await NatsConnection.connect({
    url: server.url,
    clusterId: server.clusterId,
    clientId: 'expiration',
    logger,
  });
  queue = await ExpirationQueue.connect({ host: redis.host, port: redis.port }, logger);
  const publisher = new ExpirationCompletePublisher(bus);
  queue.start((orderId) => publisher.publish({ orderId }));
  await new OrderCreatedListener(bus, logger, queue).listen();
  await new OrderCancelledListener(bus, logger, queue).listen();
  await bus.subscribe({
    channel: Subjects.ExpirationComplete,
    queueGroup: 'test',
    maxInFlight: 100,
    ackWaitSeconds: 30,
    onMessage: (message) => {
      expired.push((JSON.parse(message.getRawData().toString()) as { orderId: string }).orderId);
      message.ack();
    },
  });
});
afterAll(async () => {
  await queue.close();
  await bus.close();
  await Promise.all([redis.stop(), server.stop()]);
});

async function orderCreated(id: string, inMs: number) {
  const event = {
    id,
    version: 0,
    status: OrderStatus.Created,
    userId: newId(),
    expiresAt: new Date(Date.now() + inMs).toISOString(),
    ticket: { id: newId(), price: 20, hold: 1 },
  };
  await bus.publish(Subjects.OrderCreated, JSON.stringify(event));
}
const orderCancelled = (id: string) =>
  bus.publish(Subjects.OrderCancelled, JSON.stringify({ id, version: 1, ticket: { id: newId(), hold: 1 } }));

describe('the worker', () => {
  it('publishes expiration:complete when an order’s time is over', async () => {
    const id = newId();
    await orderCreated(id, 300);
    await eventually(() => expect(expired).toContain(id));
  });

  it('says nothing of an order that was cancelled in time', async () => {
    const [cancelled, other] = [newId(), newId()];
    await orderCreated(cancelled, 1_000);
    await orderCreated(other, 1_500);
    await orderCancelled(cancelled);
    await eventually(() => expect(expired).toContain(other));
    expect(expired).not.toContain(cancelled);
  });

  it('publishes once the broker is back', async () => {
    const client = new Redis(redis.port, redis.host);
    const id = newId();
    await orderCreated(id, 1_000);
    await eventually(async () => expect(await client.exists(`bull:order:expiration:${id}`)).toBe(1));
    client.disconnect();
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // the timer fires while nobody takes its event
    await server.start();
    await eventually(() => expect(expired).toContain(id), 25_000);
  });
});
