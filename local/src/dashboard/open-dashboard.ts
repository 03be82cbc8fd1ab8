import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { System } from '../system.js';
import { dashboardApp } from './app.js';
import { Databases } from './data/databases.js';
import { type BusAddress, EventTap } from './data/event-tap.js';
import { Timers } from './data/timers.js';
import { TraceStore } from '../traces/trace-store.js';
import { Notices } from './web/notices.js';

const HOST = '127.0.0.1';

export interface DashboardOptions {
  /** It has no buttons, and refuses whatever would change something. */
  watchOnly?: boolean;
  /** What pages say at their top. Somebody else may add to it. */
  notices?: Notices;
}

/**
 * Opens the dashboard of a system that was started with `dashboard: true`. The system may still be starting. It closes the
 * dashboard when it stops.
 * @returns the address of the dashboard
 * @throws when the port is in use by now.
 */
export async function openDashboard(
  system: System,
  { watchOnly = false, notices = new Notices() }: DashboardOptions = {},
): Promise<string> {
  const port = system.dashboardPort;
  if (port === undefined) throw new Error('the system was started without a dashboard');
  const token = watchOnly ? undefined : randomBytes(32).toString('base64url');
  const events = new EventTap(() => busOf(system));
  const databases = new Databases(() => system.state().mongo);
  const timers = new Timers(() => system.state().redis);
  const traces = new TraceStore();
  const parts = { system, token, notices, traces, events, databases, timers };
  const server = createServer(dashboardApp(parts, port));
  server.listen(port, HOST);
  await once(server, 'listening');
  server.on('error', () => undefined); // the dashboard never brings down the system
  system.whenStopping(() => {
    server.close();
    server.closeAllConnections();
    for (const each of [events, databases, timers]) each.close();
  });
  events.open();
  return `http://localhost:${port}`;
}

/** Undefined until the ports are chosen, and in a system without a bus. */
function busOf(system: System): BusAddress | undefined {
  try {
    const { clusterId, monitoring } = system.state().nats;
    return monitoring && { clusterId, monitoring };
  } catch {
    return undefined;
  }
}
