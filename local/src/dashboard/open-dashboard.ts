import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { System } from '../system.js';
import { dashboardApp } from './app.js';
import { Notices } from './web/notices.js';

const HOST = '127.0.0.1';

/**
 * Opens the dashboard of a system that was started with `dashboard: true`. The system may still be starting. It closes the
 * dashboard when it stops.
 * @returns the address of the dashboard
 * @throws when the port is in use by now.
 */
export async function openDashboard(system: System): Promise<string> {
  const port = system.dashboardPort;
  if (port === undefined) throw new Error('the system was started without a dashboard');
  const token = randomBytes(32).toString('base64url');
  const server = createServer(dashboardApp({ system, token, notices: new Notices() }, port));
  server.listen(port, HOST);
  await once(server, 'listening');
  server.on('error', () => undefined); // the dashboard never brings down the system
  system.whenStopping(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${port}`;
}
