import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from './free-port';

it('passes over one that somebody listens on', async () => {
  const taken = (await freePort()) + 1;
  const server = createServer().listen(taken, '127.0.0.1');
  await once(server, 'listening');
  try {
    expect(await freePort()).not.toBe(taken);
  } finally {
    server.close();
  }
});

it('is never given twice, and none that the system hands out by itself', async () => {
  const found = await Promise.all(Array.from({ length: 100 }, () => freePort()));
  expect(new Set(found).size).toBe(100);
  expect(Math.max(...found)).toBeLessThan(32_768);
});
