import { createServer } from 'node:net';
import { freePort } from '@ticketing/processes';
import type { Settings } from './settings.js';

/** The port of the dashboard when nobody has named one. */
const USUAL = 3001;

/** Chooses the port of the dashboard before anything starts, because services are told where to send their traces. */
export async function dashboardPort({
  port,
  dashboardPort: wanted,
}: Pick<Settings, 'port' | 'dashboardPort'>): Promise<number | 'off'> {
  if (wanted === 'usual') return port !== USUAL && (await isFree(USUAL)) ? USUAL : freePort();
  return wanted === 0 ? freePort() : wanted;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
