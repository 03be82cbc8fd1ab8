import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from './free-port';

it('skips a port that is in use', async () => {
  const taken = (await freePort()) + 1;
  const server = createServer().listen(taken, '127.0.0.1');
  await once(server, 'listening');
  try {
    expect(await freePort()).not.toBe(taken);
  } finally {
    server.close();
  }
});

it('gives each port once, and none from the range that the system assigns', async () => {
  const found = await Promise.all(Array.from({ length: 100 }, () => freePort()));
  expect(new Set(found).size).toBe(100);
  expect(Math.max(...found)).toBeLessThan(32_768);
});
