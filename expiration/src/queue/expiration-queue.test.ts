import { currentTraceparent, withTrace } from '@ticketing/common/telemetry';
import { RedisServer } from '@ticketing/local';
import { freePort } from '@ticketing/processes';
import { eventually, logger, newId } from '@ticketing/testing';
import Redis from 'ioredis';
import { ExpirationQueue } from './expiration-queue.js';

const redis = new RedisServer();
let open: ExpirationQueue[] = [];
const soon = (ms: number) => new Date(Date.now() + ms);

beforeAll(() => redis.start());
afterAll(() => redis.stop());
afterEach(async () => {
  await Promise.all(open.map((queue) => queue.close()));
  open = [];
});

async function connect() {
  const queue = await ExpirationQueue.connect({ host: redis.host, port: redis.port }, logger);
  open.push(queue);
  return queue;
}

/** A queue that fires, and what it fired, with the time. */
async function running(onExpired: (orderId: string) => Promise<void> = () => Promise.resolve()) {
  const queue = await connect();
  const fired: { orderId: string; at: number }[] = [];
  queue.start(async (orderId) => {
    await onExpired(orderId);
    fired.push({ orderId, at: Date.now() });
  });
  return { queue, fired, count: (id: string) => fired.filter(({ orderId }) => orderId === id).length };
}

describe('ExpirationQueue', () => {
  it('says where it looked when there is no Redis', async () => {
    const port = await freePort();
    await expect(ExpirationQueue.connect({ host: '127.0.0.1', port }, logger, 300)).rejects.toThrow(
      `connecting to Redis at 127.0.0.1:${port} took longer than 0.3 s`,
    );
  });

  it('fires when the time is over, and not before', async () => {
    const { queue, fired } = await running();
    const expiresAt = soon(300);
    const orderId = newId();
    await queue.schedule(orderId, expiresAt);
    await eventually(() => expect(fired).toEqual([{ orderId, at: expect.any(Number) as number }]));
    expect(fired[0]!.at).toBeGreaterThanOrEqual(expiresAt.getTime());
  });

  it('fires at once what is overdue', async () => {
    const { queue, count } = await running();
    const orderId = newId();
    await queue.schedule(orderId, soon(-60_000));
    await eventually(() => expect(count(orderId)).toBe(1));
  });

  it('sets one timer however often it is asked', async () => {
    const { queue, count } = await running();
    const orderId = newId();
    const expiresAt = soon(200);
    await Promise.all(Array.from({ length: 5 }, () => queue.schedule(orderId, expiresAt)));
    const later = newId();
    await queue.schedule(later, soon(400));
    await eventually(() => expect(count(later)).toBe(1));
    expect(count(orderId)).toBe(1);
  });

  it('does not fire what was cancelled, and minds no cancellation of what is not there', async () => {
    const { queue, count } = await running();
    const [orderId, later] = [newId(), newId()];
    await queue.schedule(orderId, soon(200));
    await queue.cancel(orderId);
    await queue.cancel(orderId);
    await queue.cancel(newId());
    await queue.schedule(later, soon(400));
    await eventually(() => expect(count(later)).toBe(1));
    expect(count(orderId)).toBe(0);
  });

  it('takes no timer from under a worker that begins to fire it', async () => {
    const { queue, fired } = await running();
    const client = new Redis(redis.port, redis.host);
    for (let round = 0; round < 10; round++) {
      const ids = Array.from({ length: 100 }, newId);
      await Promise.all(ids.map((id) => queue.schedule(id, soon(50))));
      await new Promise((resolve) => setTimeout(resolve, 45));
      await Promise.all(ids.map((id) => queue.cancel(id)));
    }
    // fired or removed, each of them wholly
    const left = () => client.keys(`bull:order:expiration:${'?'.repeat(24)}`);
    await eventually(async () => expect(await left()).toEqual([]), 10_000).finally(() => client.disconnect());
    expect(fired.filter(({ orderId }) => !orderId)).toEqual([]);
  }, 40_000);

  it('fires again until it succeeds', async () => {
    let failures = 0;
    const { queue, count } = await running(() =>
      ++failures < 4 ? Promise.reject(new Error('not published')) : Promise.resolve(),
    );
    const orderId = newId();
    await queue.schedule(orderId, soon(0));
    await eventually(() => expect(count(orderId)).toBe(1));
    expect(failures).toBe(4);
  });

  it('keeps its timers when worker and Redis are killed', async () => {
    const first = await connect();
    const orderId = newId();
    await first.schedule(orderId, soon(1_500));
    await first.close();
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // appendonly writes to disk every second
    await redis.kill();
    await redis.start();
    const { count } = await running();
    await eventually(() => expect(count(orderId)).toBe(1));
  });

  it('goes on with the same connections when Redis was killed and came back', async () => {
    const { queue, count } = await running();
    await redis.kill();
    await redis.start();
    const orderId = newId();
    await queue.schedule(orderId, soon(100));
    await eventually(() => expect(count(orderId)).toBe(1), 20_000);
  });

  it('goes on when Redis lost all its data', async () => {
    const { queue, count } = await running();
    const client = new Redis(redis.port, redis.host);
    await client.flushall();
    client.disconnect();
    const orderId = newId();
    await queue.schedule(orderId, soon(100));
    await eventually(() => expect(count(orderId)).toBe(1), 20_000);
  });

  it('fires many at the same time', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    let firing = 0;
    const { queue, fired } = await running(() => {
      firing++;
      return gate;
    });
    await Promise.all(Array.from({ length: 100 }, () => queue.schedule(newId(), soon(0))));
    await eventually(() => expect(firing).toBe(100));
    release();
    await eventually(() => expect(fired).toHaveLength(100));
  });

  it('leaves nothing of a fired timer in Redis', async () => {
    const { queue, count } = await running();
    const orderId = newId();
    await queue.schedule(orderId, soon(0));
    await eventually(() => expect(count(orderId)).toBe(1));
    const client = new Redis(redis.port, redis.host);
    await eventually(async () => expect(await client.exists(`bull:order:expiration:${orderId}`)).toBe(0));
    client.disconnect();
  });

  it('fires in the trace of the order', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    let seen: string | undefined;
    const { queue } = await running(() => {
      seen = currentTraceparent();
      return Promise.resolve();
    });
    await withTrace(`00-${traceId}-b7ad6b7169203331-01`, () => queue.schedule(newId(), soon(0)));
    await eventually(() => expect(seen).toContain(traceId));
  });

  it('fires 500 that are due together, each once', async () => {
    const { queue, fired } = await running();
    const ids = Array.from({ length: 500 }, newId);
    const expiresAt = soon(1_000);
    await Promise.all(ids.map((id) => queue.schedule(id, expiresAt)));
    await eventually(() => expect(fired).toHaveLength(500));
    expect(new Set(fired.map(({ orderId }) => orderId)).size).toBe(500);
  });
});
