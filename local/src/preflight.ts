import { createServer } from 'node:net';
import { findOnPath } from '@ticketing/processes';
import { REDIS_MISSING } from './servers/redis-server.js';
import type { Settings } from './settings.js';
import { UserError } from './supervisor/user-error.js';

/** Checks for Redis and the port before anything is started. Throws a UserError that says what to do. */
export async function preflight({ port, dashboardPort, redis }: Settings): Promise<void> {
  if (!redis && !findOnPath('redis-server')) throw new UserError(REDIS_MISSING);
  await requireFree('PORT', port);
  if (typeof dashboardPort === 'number') await requireFree('DASHBOARD_PORT', dashboardPort);
}

async function requireFree(setting: string, port: number): Promise<void> {
  if (port !== 0) for (const host of ['127.0.0.1', '::1']) await requireFreeAt(setting, port, host);
}

function requireFreeAt(setting: string, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE') {
        const other = port < 65_535 ? port + 1 : port - 1;
        reject(
          new UserError(
            `Port ${port} is in use: stop the program that listens there, or choose another port with \`${setting}=${other} npm start\``,
          ),
        );
      } else if (host === '::1') {
        resolve(); // this machine has no IPv6
      } else {
        reject(
          new UserError(
            `Cannot listen on port ${port} (${message}): choose another port with \`${setting}=${setting === 'PORT' ? 3000 : 3001} npm start\``,
          ),
        );
      }
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  });
}
