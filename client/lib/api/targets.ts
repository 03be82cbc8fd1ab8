import 'server-only';
import type { CalledService } from './called-services';

let turn = 0;

/**
 * The base URLs of a service's instances, in the order in which to try them: from its own setting (AUTH_URL,
 * TICKETS_URL …), else from API_URL. The site calls the services directly and not through the gateway: auth
 * limits sign-ins by the visitor's address, and behind the gateway it would take the site's address for the visitor's.
 */
export function targetsOf(service: CalledService): string[] {
  const setting =
    process.env[`${service.toUpperCase()}_URL`] || process.env.API_URL || 'http://localhost:3000';
  const urls = setting.split(',').map((url) => url.trim().replace(/\/$/, ''));
  const first = turn++ % urls.length;
  return [...urls.slice(first), ...urls.slice(0, first)];
}
