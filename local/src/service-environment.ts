import { PARTNERS, type Service, usesBus } from '@ticketing/system';
import type { BackingServers } from './backing-servers.js';
import { cookieSettings } from './cookie-settings.js';
import type { Keys } from './keys.js';
import type { Interference } from './interference.js';
import type { Settings } from './settings.js';

/** Everybody on this machine has one address, so a limit per address would be one limit for all people. */
const SIGNUPS_PER_HOUR = '1000000';

/** The settings of one instance of a service. They follow from what its description says that it owns, reads and hears. */
export function serviceEnvironment(
  service: Service,
  instance: string,
  { backing, settings, keys, route }: Surroundings,
): Record<string, string> {
  const portOf = ({ name, port }: { name: string; port: number }) => route?.(instance, name, port) ?? port;
  const { mongo, nats, redis } = backing;
  const database = mongo.get(service.name);
  const shared: Record<string, string> = {
    SIGNUPS_PER_HOUR,
    EXPIRATION_WINDOW_SECONDS: String(settings.expirationWindowSeconds),
    RESERVATIONS_PER_ACCOUNT: String(settings.reservationsPerAccount),
    PASS_KEY: keys.pass,
    SESSION_KEY: keys.session,
    DEVICE_KEY: keys.device,
  };
  const own = [...service.settings, ...(service.keys ?? [])].flatMap((name) => {
    const value = shared[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    LOG_LEVEL: settings.logLevel,
    ...tracesEnvironment(settings),
    ...(service.sessions && { SESSION_PUBLIC_KEYS: keys.sessionPublic, ...cookieSettings(settings) }),
    ...(database && { MONGO_URI: database.uriFor(service.name, service.name, portOf(database)) }),
    ...(service.owns === 'redis' && {
      REDIS_HOST: redis.host,
      REDIS_PORT: String(portOf(redis)),
      ...(redis.login && { REDIS_USERNAME: redis.login.username, REDIS_PASSWORD: redis.login.password }),
    }),
    ...(usesBus(service) && {
      NATS_URL: nats.urlFor(service.name, portOf(nats)),
      NATS_CLUSTER_ID: nats.clusterId,
      NATS_CLIENT_ID: instance,
    }),
    ...(service.uses === 'stripe' && stripeEnvironment({ backing, settings, keys }, portOf)),
    ...Object.fromEntries(own),
  };
}

/** Tells a program where its traces go, in the words of OpenTelemetry. */
export function tracesEnvironment({ tracesTo }: Pick<Settings, 'tracesTo'>): Record<string, string> {
  return tracesTo === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: tracesTo };
}

/** The settings of Stripe: those of real Stripe that the start was given, or those of the stand-in. */
function stripeEnvironment(
  { backing, settings, keys }: Surroundings,
  portOf: (server: { name: string; port: number }) => number,
): Record<string, string> {
  const { urlSetting, testSetting } = PARTNERS.stripe;
  const { stripe } = backing;
  const noMoneyMoves = { [testSetting]: 'true' };
  if (!stripe) return { ...noMoneyMoves, ...(settings.stripe === 'stand-in' ? {} : settings.stripe) };
  return {
    ...noMoneyMoves,
    STRIPE_SECRET_KEY: keys.stripe.secretKey,
    STRIPE_PUBLISHABLE_KEY: keys.stripe.publishableKey,
    STRIPE_WEBHOOK_SECRET: keys.stripe.webhookSecret,
    [urlSetting]: `http://localhost:${portOf(stripe)}`, // browsers use this address, too
  };
}

/** The things that the instances of all services share. */
export interface Surroundings {
  backing: BackingServers;
  settings: Settings;
  keys: Keys;
  route?: Interference['route'];
}
