import { recordSpans } from '@ticketing/common/record-spans';
import { continueTrace, currentTraceparent, withTrace } from '@ticketing/common/telemetry';
import { RedisServer } from '@ticketing/local';
import { freePort } from '@ticketing/processes';
import { eventually, logger, newId } from '@ticketing/testing';
import Redis from 'ioredis';
import { timerLate } from '../metrics.js';
import { ExpirationQueue } from './expiration-queue.js';

const redis = new RedisServer({ passwords: { expiration: newId(), admin: newId() } });
/** Who connects to Redis like this may do everything. */
const asAdmin = () => new Redis({ host: redis.host, port: redis.port, ...redis.adminLogin });
let open: ExpirationQueue[] = [];
const soon = (ms: number) => new Date(Date.now() + ms);

beforeAll(() => redis.start());
afterAll(() => redis.stop());
afterEach(async () => {
  await Promise.all(open.map((queue) => queue.close()));
  open = [];
});

async function connect() {
  const queue = await ExpirationQueue.connect({ host: redis.host, port: redis.port, ...redis.login }, logger);
  open.push(queue);
  return queue;
}

/** A running queue, and the orders for which it fired, with the time. */
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
  it('names the address when there is no Redis', async () => {
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

  it('fires timers that are due within 20 ms together, and none early', async () => {
    const queue = await connect();
    const client = asAdmin();
    const dueAt = Date.now() + 60_000;
    const due = new Map(Array.from({ length: 200 }, (_, ms) => [newId(), dueAt + ms]));
    await Promise.all([...due].map(([orderId, at]) => queue.schedule(orderId, new Date(at))));
    const late = await Promise.all(
      [...due].map(async ([orderId, at]) => {
        const score = Number(await client.zscore('bull:order:expiration:delayed', orderId));
        return { at: Math.floor(score / 4096), ms: Math.floor(score / 4096) - at }; // Bull keeps ms × 4096, and a number
      }),
    );
    await client.flushall();
    client.disconnect();
    expect(Math.min(...late.map(({ ms }) => ms))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late.map(({ ms }) => ms))).toBeLessThanOrEqual(20);
    // Bull looks at each instant anew, and looks that overlap grow without end
    expect(new Set(late.map(({ at }) => at)).size).toBeLessThan(25);
  });

  it('shows how late timers are, until their event was published', async () => {
    const { queue, count } = await running(() => new Promise((resolve) => setTimeout(resolve, 200)));
    timerLate.reset();
    const [first, second] = [newId(), newId()];
    await queue.schedule(first, soon(100));
    await queue.schedule(second, soon(-60_000));
    await eventually(() => expect(count(first) + count(second)).toBe(2));
    await eventually(async () => {
      const { values } = await timerLate.get();
      const within = (seconds: number) => values.find(({ labels }) => labels.le === seconds)?.value;
      expect([within(0.1), within(30), within(60), within(300)]).toEqual([0, 1, 1, 2]);
    });
  });

  it('fires an overdue timer at once', async () => {
    const { queue, count } = await running();
    const orderId = newId();
    await queue.schedule(orderId, soon(-60_000));
    await eventually(() => expect(count(orderId)).toBe(1));
  });

  it('sets one timer for repeated calls', async () => {
    const { queue, count } = await running();
    const orderId = newId();
    const expiresAt = soon(200);
    await Promise.all(Array.from({ length: 5 }, () => queue.schedule(orderId, expiresAt)));
    const later = newId();
    await queue.schedule(later, soon(400));
    await eventually(() => expect(count(later)).toBe(1));
    expect(count(orderId)).toBe(1);
  });

  it('does not fire a cancelled timer, and ignores repeated cancellations', async () => {
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

  it('cancels a timer wholly or not at all while workers begin to fire', async () => {
    const { queue, fired } = await running();
    const client = asAdmin();
    for (let round = 0; round < 10; round++) {
      const ids = Array.from({ length: 100 }, newId);
      await Promise.all(ids.map((id) => queue.schedule(id, soon(50))));
      await new Promise((resolve) => setTimeout(resolve, 45));
      await Promise.all(ids.map((id) => queue.cancel(id)));
    }
    // each timer was either fired or removed, and left nothing behind
    const left = () => client.keys(`bull:order:expiration:${'?'.repeat(24)}`);
    await eventually(async () => expect(await left()).toEqual([])).finally(() => client.disconnect());
    expect(fired.filter(({ orderId }) => !orderId)).toEqual([]);
  });

  it('fires again until the handler succeeds', async () => {
    let failures = 0;
    const { queue, count } = await running(() =>
      ++failures < 4 ? Promise.reject(new Error('not published')) : Promise.resolve(),
    );
    const orderId = newId();
    await queue.schedule(orderId, soon(0));
    await eventually(() => expect(count(orderId)).toBe(1));
    expect(failures).toBe(4);
  });

  it('keeps its timers when the worker and Redis are killed', async () => {
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

  it('continues with the same connections after Redis was killed', async () => {
    const { queue, count } = await running();
    await redis.kill();
    await redis.start();
    const orderId = newId();
    await queue.schedule(orderId, soon(100));
    await eventually(() => expect(count(orderId)).toBe(1));
  });

  it('continues when Redis lost all its data', async () => {
    const { queue, count } = await running();
    const client = asAdmin();
    await client.flushall();
    client.disconnect();
    const orderId = newId();
    await queue.schedule(orderId, soon(100));
    await eventually(() => expect(count(orderId)).toBe(1));
  });

  it('fires many timers at the same time', async () => {
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
    const client = asAdmin();
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

  it('makes the timer that fires a part of the trace that set it, with a link to that', async () => {
    const spans = recordSpans();
    const { queue, count } = await running();
    const orderId = newId();
    await continueTrace(undefined, 'listener', {}, () => queue.schedule(orderId, soon(100)));
    await eventually(() => expect(count(orderId)).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 50)); // Bull ends the job after the call
    const all = await spans.seen();
    await spans.stop();
    const [listener, set, fired] = ['listener', 'set timer', 'timer fires'].map((name) =>
      all.find((span) => span.name === name)!,
    );
    const { traceId } = listener!;
    expect(set).toMatchObject({ traceId, parent: listener!.spanId });
    expect(fired).toMatchObject({
      traceId,
      parent: set!.spanId,
      links: [set!.spanId],
      attributes: { 'order.id': orderId },
    });
  });

  it('fires 500 timers that are due together, each once', async () => {
    const { queue, fired } = await running();
    const ids = Array.from({ length: 500 }, newId);
    const expiresAt = soon(1_000);
    await Promise.all(ids.map((id) => queue.schedule(id, expiresAt)));
    await eventually(() => expect(fired).toHaveLength(500));
    expect(new Set(fired.map(({ orderId }) => orderId)).size).toBe(500);
  });
});
