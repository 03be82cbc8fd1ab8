import Queue from 'bull';
import { RedisServer } from '../../servers/redis-server.js';
import { FakeDashboard } from '../testing/fake-dashboard.js';
import { timersPage } from './timers.js';

const NOW = 1_000_000;
const counts = { delayed: 2, active: 0 };
const page = (...next: { order: string; at: number }[]) =>
  String(timersPage({ counts, next }, NOW)).replace(/\s+/g, ' ');

it('says that no timer is set', () => expect(page()).toContain('No timer is set'));

it('says of each timer when it fires', () => {
  const shown = page({ order: 'a1', at: NOW - 1 }, { order: 'b2', at: NOW + 65_000 });
  for (const text of ['a1', '> now <', 'b2', '1 min 5 s', '2 delayed']) expect(shown).toContain(text);
});

it('shows the id of an order as text, and as one in links', () => {
  const shown = page({ order: '"><script>&text=x', at: NOW });
  expect(shown).not.toContain('<script');
  expect(shown).toContain('href="/logs?text=%22%3E%3Cscript%3E%26text%3Dx"');
});

it('says as text that Redis is away', () => {
  const shown = String(timersPage('Redis: <b>no route</b>'));
  expect(shown).toContain('Not shown: Redis: &lt;b&gt;no route');
  expect(shown).not.toContain('No timer is set');
});

describe('the page of a running Redis', () => {
  const redis = new RedisServer();
  const dashboard = new FakeDashboard();

  beforeAll(async () => {
    await redis.start();
    const { host, port } = redis;
    dashboard.fake.backing = { redis: { host, port } };
    const queue = new Queue('order:expiration', { redis: { host, port } });
    // the last one fires first
    for (let number = 0; number < 60; number++)
      await queue.add({}, { jobId: `order-${number}`, delay: 3_600_000 - number * 1_000 });
    await queue.close();
    await dashboard.open();
  });
  afterAll(async () => {
    if (redis.pid !== undefined) process.kill(redis.pid, 'SIGCONT');
    await dashboard.close();
    await redis.stop();
  });

  it('shows the fifty timers that fire next, the next one first', async () => {
    const { body } = await dashboard.get('/timers');
    expect(body).toContain('60 delayed');
    const orders = [...body.matchAll(/>(order-\d+)</g)].map(([, order]) => order);
    expect(orders).toEqual(Array.from({ length: 50 }, (_, index) => `order-${59 - index}`));
  });

  it.each([
    ['frozen', () => process.kill(redis.pid!, 'SIGSTOP')],
    ['down', () => redis.kill()],
  ])('says that Redis is %s', async (_how, strike) => {
    await strike();
    const began = Date.now();
    const { status, body } = await dashboard.get('/timers');
    expect(Date.now() - began).toBeLessThan(6_000);
    expect([status, body]).toEqual([200, expect.stringContaining('Not shown: Redis: ')]);
  });
});
