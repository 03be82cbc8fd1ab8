import { DEAD_LETTER_CHANNEL, Subjects } from '@ticketing/common';
import { readAuthConfig } from '@ticketing/auth/dist/config.js';
import { readExpirationConfig } from '@ticketing/expiration/dist/config.js';
import { readOrdersConfig } from '@ticketing/orders/dist/config.js';
import { readTicketsConfig } from '@ticketing/tickets/dist/config.js';
import type { Overlay } from './model/overlays.js';

// What the manifests are held against.

export const NAMESPACE = 'ticketing';
export const STORES = ['auth', 'tickets', 'orders'].map((owner) => ({ owner, app: `${owner}-mongo` }));
/** The channels of the bus. */
export const EVENT_CHANNELS = [...Object.values(Subjects), DEAD_LETTER_CHANNEL].length;
/** The services that people's requests reach. */
export const WEB = ['auth', 'tickets', 'orders', 'client'];

/** How each service reads its settings; it says itself which it lacks and which are wrong. */
export const READERS: Readonly<Record<string, (env: NodeJS.ProcessEnv) => object>> = {
  auth: readAuthConfig,
  tickets: readTicketsConfig,
  orders: readOrdersConfig,
  expiration: readExpirationConfig,
};

/** The HTTP contract: one origin, routed by path. */
export const ROUTES: Readonly<Record<string, string>> = {
  '/api/users': 'auth-srv',
  '/api/tickets': 'tickets-srv',
  '/api/orders': 'orders-srv',
  '/': 'client-srv',
};

/** What the operator must supply, and its keys. infra/README.md says how. */
export function secretsOf({ several }: Overlay): Readonly<Record<string, readonly string[]>> {
  const keys = ['keyfile', 'admin-password', 'service-password', 'backup-password'];
  return {
    'jwt-secret': ['JWT_KEY'],
    'ticketing-tls': ['tls.crt', 'tls.key'],
    ...(several ? Object.fromEntries(STORES.map(({ app }) => [app, keys])) : {}),
  };
}

/** Who may open a connection to whom, as `from → to:port`. Everybody may ask for names besides. */
export function arrowsOf({ several, gatewayApi }: Overlay): string[] {
  const arrows = [
    ...WEB.map((app) => `gateway → ${app}:3000`),
    ...(gatewayApi ? WEB.map((app) => `proxy of the Gateway → ${app}:3000`) : []),
    ...['auth', 'tickets', 'orders'].map((app) => `client → ${app}:3000`),
    ...STORES.map(({ owner, app }) => `${owner} → ${app}:27017`),
    ...['tickets', 'orders', 'expiration'].map((app) => `${app} → nats:4222`),
    'expiration → expiration-redis:6379',
  ];
  if (!several) return arrows;
  const members = STORES.flatMap(({ app }) => [`${app} → ${app}:27017`, `${app}-backup → ${app}:27017`]);
  return [...arrows, ...members, 'nats → nats:6222'];
}

/** What runs, by the label `app`. */
export function appsOf({ several }: Overlay): string[] {
  const always = [...WEB, 'expiration', ...STORES.map(({ app }) => app), 'expiration-redis', 'nats'];
  return several ? [...always, ...STORES.map(({ app }) => `${app}-backup`)] : always;
}
