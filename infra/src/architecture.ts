import { DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL } from '@ticketing/common/events';
import {
  apis,
  mongoOwners,
  onTheBus,
  PARTNERS,
  partnerships,
  redisOwners,
  services,
  SITE,
  subjects,
  urlSettingOf,
} from '@ticketing/system';
import type { Overlay } from './model/overlays.js';

// This file puts the description of the system (system/src/system.ts) in the terms of a cluster. The rules compare the
// manifests with it.

export const NAMESPACE = 'ticketing';
/** The databases, each with the service that owns it. */
export const STORES = mongoOwners.map((owner) => ({ owner, app: `${owner}-mongo` }));
/** The stores of timers, each with the service that owns it. */
export const TIMERS = redisOwners.map((owner) => ({ owner, app: `${owner}-redis` }));
/** The number of channels of the bus: one for each subject, and those of dead letters and their replay. */
export const EVENT_CHANNELS = [...subjects, DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL].length;
/** The apps that the gateway sends requests to. */
export const WEB: readonly string[] = [...apis.map(({ name }) => name), SITE.name];
/** The apps that serve `/metrics`. */
export const MEASURED: readonly string[] = services.map(({ name }) => name);
/** The ConfigMaps that no pod here mounts: a monitoring system finds each by its label. */
export const FOR_MONITORING: ReadonlyMap<string, string> = new Map([
  ['ticketing-dashboard', 'grafana_dashboard'],
  ['ticketing-alerts', 'prometheus_rules'],
]);
/** The settings of the site. */
export const SITE_SETTINGS: readonly string[] = [
  'PORT',
  'API_URL',
  'COOKIE_SECURE',
  'COOKIE_SUFFIX',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_TRACES_SAMPLER_ARG',
  SITE.keySetting,
  SITE.formOriginSetting,
  ...SITE.calls.map(urlSettingOf),
];

/** The HTTP contract has one origin. A request goes to the Service of its path. */
export const ROUTES: Readonly<Record<string, string>> = Object.fromEntries(
  [...apis, SITE].map(({ path, name }) => [path, `${name}-srv`]),
);

/** The number of pods that an app may have; with `odd` it must be an odd number. */
export function podsOf({ several }: Overlay, app: string): { least: number; most: number; odd?: boolean } {
  if (!several || TIMERS.some((store) => store.app === app)) return { least: 1, most: 1 };
  if (app === 'nats' || STORES.some((store) => store.app === app)) return { least: 3, most: 7, odd: true };
  const described = [...services, SITE].find(({ name }) => name === app);
  return described?.instances ?? { least: 0, most: 0 };
}

/** The keys of each app that come from secrets, by the name of the app. */
export const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ...services.map(({ name, sessions, uses, keys = [] }): [string, string[]] => [
    name,
    [...(sessions ? ['SESSION_PUBLIC_KEYS'] : []), ...keys, ...(uses ? PARTNERS[uses].keys : [])],
  ]),
  [SITE.name, [SITE.keySetting]],
]);

/** The name of the secret that has a key. Keys with the same first word are in one secret. */
export const secretOf = (key: string): string =>
  key === SITE.keySetting ? 'site-secret' : `${key.split('_')[0]!.toLowerCase()}-secret`;

/** The secret with the passwords of the users of the bus. Each key has the name of its user. */
export const BUS_SECRET = 'nats-secret';
/** The user as whom the broker signs in at itself. It may do everything. */
export const BROKER_USER = 'broker';

/** The secret with the passwords of the users of Redis. Each key has the name of its user. */
export const REDIS_SECRET = 'redis-secret';

/** The secret with the certificate of the CA of the cluster. Its private key is not in the cluster. */
export const CA_SECRET = 'internal-ca';
/** The secret with the certificate of a server, and its private key. */
export const tlsSecretOf = (server: string): string => `${server}-tls`;
/** The servers that demand TLS in production. */
const TLS_SERVERS = [...STORES, ...TIMERS].map(({ app }) => app).concat('nats');

/** The secrets that the operator must make, with their keys. README.md says how. */
export function secretsOf({ several }: Overlay): Readonly<Record<string, readonly string[]>> {
  const passwords = ['admin-password', 'service-password'];
  const ofSets = several ? ['keyfile', 'backup-password'] : [];
  const ofApps: Record<string, string[]> = {};
  for (const key of new Set([...KEYS.values()].flat())) (ofApps[secretOf(key)] ??= []).push(key);
  return {
    ...ofApps,
    [BUS_SECRET]: [BROKER_USER, ...onTheBus],
    'ticketing-tls': ['tls.crt', 'tls.key'],
    [REDIS_SECRET]: redisOwners,
    ...Object.fromEntries(STORES.map(({ app }) => [app, [...passwords, ...ofSets]])),
    ...(several && {
      'backup-recipient': ['certificate'],
      [CA_SECRET]: ['ca.crt'],
      ...Object.fromEntries(TLS_SERVERS.map((app) => [tlsSecretOf(app), ['tls.crt', 'tls.key', 'ca.crt']])),
    }),
  };
}

/** Every connection that is allowed, as `from → to:port`. In addition every pod may ask the name server. */
export function arrowsOf({ several, gatewayApi, monitored }: Overlay): string[] {
  const arrows = [
    ...WEB.map((app) => `gateway → ${app}:3000`),
    ...(gatewayApi ? WEB.map((app) => `proxy of the Gateway → ${app}:3000`) : []),
    ...SITE.calls.map((name) => `${SITE.name} → ${name}:3000`),
    ...STORES.map(({ owner, app }) => `${owner} → ${app}:27017`),
    ...onTheBus.map((app) => `${app} → nats:4222`),
    ...TIMERS.map(({ owner, app }) => `${owner} → ${app}:6379`),
    ...partnerships.map(({ service, partner }) => `${service.name} → the internet:${partner.port}`),
    ...(monitored ? MEASURED.map((app) => `Prometheus → ${app}:3000`) : []),
    ...(monitored ? ['Prometheus', 'the exporter of the bus'].map((from) => `${from} → nats:8222`) : []),
  ];
  if (!several) return arrows;
  const members = STORES.flatMap(({ app }) => [`${app} → ${app}:27017`, `${app}-backup → ${app}:27017`]);
  return [...arrows, ...members, 'nats → nats:6222'];
}

/** Every app that runs. An app is the value of the label `app` of its pods. */
export function appsOf({ several }: Overlay): string[] {
  const stores = [...STORES, ...TIMERS].map(({ app }) => app);
  const always = [...services.map(({ name }) => name), SITE.name, ...stores, 'nats'];
  return several ? [...always, ...STORES.map(({ app }) => `${app}-backup`)] : always;
}
