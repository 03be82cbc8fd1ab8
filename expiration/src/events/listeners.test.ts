import { type ExpirationCompleteEvent, OrderStatus, Subjects } from '@ticketing/common/events';
import { RedisServer } from '@ticketing/local';
import { eventually, logger, newId, testBus } from '@ticketing/testing';
import Redis from 'ioredis';
import { ExpirationQueue } from '../queue/expiration-queue.js';
import { OrderCancelledListener } from './listeners/order-cancelled-listener.js';
import { OrderCompletedListener } from './listeners/order-completed-listener.js';
import { OrderCreatedListener } from './listeners/order-created-listener.js';
import { ExpirationCompletePublisher } from './publishers/expiration-complete-publisher.js';

const redis = new RedisServer({ passwords: { expiration: newId(), admin: newId() } });
/** Who connects to Redis like this may do everything. */
const asAdmin = () => new Redis({ host: redis.host, port: redis.port, ...redis.adminLogin });
let queue: ExpirationQueue;
// the queue publishes to the bus, so it closes first: Jest runs these hooks in the order of their registration
afterAll(() => queue.close());
const bus = testBus();
let published: ExpirationCompleteEvent['data'][];

beforeAll(async () => {
  await redis.start();
  queue = await ExpirationQueue.connect({ host: redis.host, port: redis.port, ...redis.login }, logger);
  const publisher = new ExpirationCompletePublisher(bus.connection);
  queue.start((orderId) => publisher.publish({ orderId }));
  await new OrderCreatedListener(bus.connection, queue).listen();
  await new OrderCancelledListener(bus.connection, queue).listen();
  await new OrderCompletedListener(bus.connection, queue).listen();
  published = await bus.tap(Subjects.ExpirationComplete);
});
afterAll(() => redis.stop());

const expired = () => published.map(({ orderId }) => orderId);

async function orderCreated(id: string, inMs: number) {
  const event = {
    id,
    version: 0,
    status: OrderStatus.Created,
    userId: newId(),
    expiresAt: new Date(Date.now() + inMs).toISOString(),
    ticket: { id: newId(), price: 20, hold: 1 },
  };
  await bus.publish(Subjects.OrderCreated, event);
}
const orderCancelled = (id: string) =>
  bus.publish(Subjects.OrderCancelled, { id, version: 1, ticket: { id: newId(), hold: 1 } });
const orderCompleted = (id: string) =>
  bus.publish(Subjects.OrderCompleted, {
    id,
    version: 2,
    userId: newId(),
    paymentId: newId(),
    ticket: { id: newId(), price: 20, hold: 1 },
  });

describe('the worker', () => {
  it('publishes expiration:complete when the time of an order is over', async () => {
    const id = newId();
    await orderCreated(id, 300);
    await eventually(() => expect(expired()).toContain(id));
  });

  it.each([
    ['cancelled', orderCancelled],
    ['paid', orderCompleted],
  ])('publishes nothing for an order that was %s in time', async (_how, end) => {
    const [ended, other] = [newId(), newId()];
    await orderCreated(ended, 1_000);
    await orderCreated(other, 1_500);
    await end(ended);
    await eventually(() => expect(expired()).toContain(other));
    expect(expired()).not.toContain(ended);
  });

  it('publishes when the broker is back', async () => {
    const client = asAdmin();
    const id = newId();
    await orderCreated(id, 1_000);
    await eventually(async () => expect(await client.exists(`bull:order:expiration:${id}`)).toBe(1));
    client.disconnect();
    await bus.server.kill();
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // the timer fires while there is no broker
    await bus.server.start();
    await eventually(() => expect(expired()).toContain(id));
  });

  it('loses no event and no timer while Redis is busy with a script', async () => {
    const parked = await bus.deadLetters();
    const [admin, script] = [asAdmin(), asAdmin()];
    const [before, during] = [newId(), newId()];
    await orderCreated(before, 1_500);
    await eventually(async () => expect(await admin.exists(`bull:order:expiration:${before}`)).toBe(1));
    await admin.config('SET', 'busy-reply-threshold', 20);
    const busy = script.eval('while true do end', 0).catch(() => undefined);
    await eventually(() => expect(admin.get('x')).rejects.toThrow('BUSY'));
    await orderCreated(during, 0);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await admin.script('KILL');
    await busy;
    await eventually(() => expect(expired()).toEqual(expect.arrayContaining([before, during])));
    expect(parked).toEqual([]);
    admin.disconnect();
    script.disconnect();
  });
});
