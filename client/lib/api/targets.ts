import 'server-only';

export type Service = 'auth' | 'tickets' | 'orders';

const SETTINGS = { auth: 'AUTH_URL', tickets: 'TICKETS_URL', orders: 'ORDERS_URL' } as const;
let turn = 0;

/**
 * The base URLs of the instances of a service, in the order to try them. The services are called by themselves, not
 * through the gateway: that would take this server for the visitor, and auth limits sign-ins by the visitor's address.
 */
export function targetsOf(service: Service): string[] {
  const setting = process.env[SETTINGS[service]] || process.env.API_URL || 'http://localhost:3000';
  const urls = setting.split(',').map((url) => url.trim().replace(/\/$/, ''));
  const first = turn++ % urls.length;
  return [...urls.slice(first), ...urls.slice(0, first)];
}
