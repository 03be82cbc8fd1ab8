import { createServer } from 'node:net';
import { dashboardPort } from './dashboard-port.js';

it('takes the port that somebody has named, or none', async () => {
  expect(await dashboardPort({ port: 3000, dashboardPort: 4000 })).toBe(4000);
  expect(await dashboardPort({ port: 3000, dashboardPort: 'off' })).toBe('off');
});

it('takes a free port', async () => {
  expect(await dashboardPort({ port: 3000, dashboardPort: 0 })).toBeGreaterThan(1024);
});

it('takes a free port when the usual one is that of the gateway', async () => {
  const port = await dashboardPort({ port: 3001, dashboardPort: 'usual' });
  expect(port).not.toBe(3001);
  expect(port).toBeGreaterThan(1024);
});

it('takes a free port when the usual one is in use', async () => {
  const other = createServer().on('error', () => undefined); // then another program has the port
  await new Promise<void>((done) => other.listen(3001, '127.0.0.1', done).once('error', () => done()));
  const port = await dashboardPort({ port: 3000, dashboardPort: 'usual' });
  other.close();
  expect(port).not.toBe(3001);
});
