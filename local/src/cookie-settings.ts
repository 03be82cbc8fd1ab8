import type { Settings } from './settings.js';

/**
 * The settings of cookies on one machine: there is no TLS, and other systems may run on other ports of the same host. So
 * the port is a part of the names.
 */
export function cookieSettings({ port }: Pick<Settings, 'port'>): Record<string, string> {
  return { COOKIE_SECURE: 'false', COOKIE_SUFFIX: `-${port}` };
}
