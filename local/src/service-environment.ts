import { type Service, usesBus } from '@ticketing/system';
import type { BackingServers } from './backing-servers.js';
import { cookieSettings } from './cookie-settings.js';
import type { Settings } from './settings.js';
import type { Interference } from './interference.js';

/** Everybody on this machine has one address, so a limit per address would be one limit for all people. */
const SIGNUPS_PER_HOUR = '1000000';

/** The settings of one instance of a service. They follow from what its description says that it owns, reads and hears. */
export function serviceEnvironment(
  service: Service,
  instance: string,
  { backing, settings, jwtKey, route }: Surroundings,
): Record<string, string> {
  const portOf = ({ name, port }: { name: string; port: number }) => route?.(instance, name, port) ?? port;
  const { mongo, nats, redis } = backing;
  const database = mongo.get(service.name);
  const shared: Record<string, string> = {
    SIGNUPS_PER_HOUR,
    EXPIRATION_WINDOW_SECONDS: String(settings.expirationWindowSeconds),
    RESERVATIONS_PER_ACCOUNT: String(settings.reservationsPerAccount),
  };
  const own = service.settings.flatMap((name) => {
    const value = shared[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    LOG_LEVEL: settings.logLevel,
    ...(service.sessions && { JWT_KEY: jwtKey, ...cookieSettings(settings) }),
    ...(database && { MONGO_URI: database.uri(service.name, portOf(database)) }),
    ...(service.owns === 'redis' && { REDIS_HOST: redis.host, REDIS_PORT: String(portOf(redis)) }),
    ...(usesBus(service) && {
      NATS_URL: `nats://127.0.0.1:${portOf(nats)}`,
      NATS_CLUSTER_ID: nats.clusterId,
      NATS_CLIENT_ID: instance,
    }),
    ...Object.fromEntries(own),
  };
}

/** The things that the instances of all services share. */
export interface Surroundings {
  backing: BackingServers;
  settings: Settings;
  jwtKey: string;
  route?: Interference['route'];
}
