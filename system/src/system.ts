import type { Subjects } from '@ticketing/common/events';

export { busPermissions, busReaderPermissions, type BusPermissions, CLUSTER_ID } from './bus-users.js';
export { REDIS_RULES, redisUser, TIMERS } from './redis-users.js';

/** A subject of the bus, such as `order:created`. */
export type Subject = `${Subjects}`;

export interface ServiceDescription {
  /** The store that belongs to this service alone. A service without one keeps no data. */
  owns?: 'mongodb' | 'redis';
  /** The server of another company that it calls. No other service may reach the internet. */
  uses?: PartnerName;
  /** The gateway hands requests under this path to the service. A service without one has no API. */
  path?: string;
  /** `signs`: makes sessions. `reads`: knows people by their sessions. */
  sessions?: 'signs' | 'reads';
  publishes: readonly Subject[];
  hears: readonly Subject[];
  /** The settings that it reads besides those that follow from the lines above. */
  settings: readonly string[];
  /** The settings with keys of its own. It does not start without them, and nobody else may see them. */
  keys?: readonly string[];
  /** How many of it run in production. An autoscaler chooses where the two numbers differ. */
  instances: { least: number; most: number };
}

/** The servers of other companies. On one machine a stand-in can run in place of each. */
export const PARTNERS = {
  stripe: {
    name: 'stripe',
    host: 'api.stripe.com',
    port: 443,
    /** The settings with the keys that its owner gives. A service that uses it needs all of them. */
    keys: ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'],
    /** The setting with another address, such as that of a stand-in. Without it the host above is called. */
    urlSetting: 'STRIPE_API_URL',
    /** The setting that lets a service work with keys, or at an address, at which no money moves. */
    testSetting: 'ALLOW_TEST_PAYMENTS',
    /** It reports what happened to this path, below the path of the service that uses it. */
    webhookPath: '/webhook',
    /** It reports these, and nothing else. They are all that payments looks for. */
    webhookEvents: [
      'payment_intent.amount_capturable_updated',
      'payment_intent.succeeded',
      'payment_intent.canceled',
      'charge.refunded',
      'charge.dispute.created',
      'refund.failed',
    ],
    /** The site lets pages load the card form from this origin. */
    formOrigin: 'https://js.stripe.com',
  },
} as const;

export type PartnerName = keyof typeof PARTNERS;
export type Partner = (typeof PARTNERS)[PartnerName];

/**
 * The whole system, said once. What starts, deploys, checks, tests or breaks it reads this file; files that can't read
 * it (YAML, the README) are held against it by tests.
 */
const SERVICES = {
  auth: {
    owns: 'mongodb',
    path: '/api/users',
    sessions: 'signs',
    publishes: ['session:ended', 'account:deleted'],
    hears: [],
    settings: ['SIGNUPS_PER_HOUR', 'SIGNIN_FAILURES_PER_ADDRESS', 'SIGNIN_HOLD_SECONDS'],
    keys: ['SESSION_KEY', 'DEVICE_KEY'],
    instances: { least: 3, most: 12 },
  },
  tickets: {
    owns: 'mongodb',
    path: '/api/tickets',
    sessions: 'reads',
    publishes: ['ticket:created', 'ticket:updated'],
    hears: ['order:created', 'order:cancelled', 'order:completed', 'session:ended', 'account:deleted'],
    settings: [],
    instances: { least: 3, most: 12 },
  },
  orders: {
    owns: 'mongodb',
    path: '/api/orders',
    sessions: 'reads',
    publishes: ['order:created', 'order:cancelled', 'order:claimed', 'order:completed'],
    hears: [
      'ticket:created',
      'ticket:updated',
      'expiration:complete',
      'payment:authorised',
      'payment:created',
      'payment:failed',
      'payment:refunded',
      'session:ended',
    ],
    settings: ['EXPIRATION_WINDOW_SECONDS', 'RESERVATIONS_PER_ACCOUNT', 'PASS_OLD_KEYS'],
    keys: ['PASS_KEY'],
    instances: { least: 3, most: 12 },
  },
  payments: {
    owns: 'mongodb',
    uses: 'stripe',
    path: '/api/payments',
    sessions: 'reads',
    publishes: ['payment:authorised', 'payment:created', 'payment:failed', 'payment:refunded'],
    hears: ['order:created', 'order:cancelled', 'order:claimed', 'order:completed', 'session:ended'],
    settings: [],
    instances: { least: 3, most: 12 },
  },
  expiration: {
    owns: 'redis',
    publishes: ['expiration:complete'],
    hears: ['order:created', 'order:cancelled', 'order:completed'],
    settings: [],
    instances: { least: 2, most: 2 },
  },
} as const satisfies Record<string, ServiceDescription>;

/** The site: a Next.js server that people's browsers reach under `/`. It calls services directly. */
export const SITE = {
  name: 'client',
  path: '/',
  calls: ['auth', 'tickets', 'orders', 'payments'],
  /** The setting with the key by which Next.js encrypts what a form carries. Next.js chose its name. */
  keySetting: 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
  /** The setting with the origin of the card form. Pages load nothing from there when it is not set. */
  formOriginSetting: 'STRIPE_FORM_ORIGIN',
  /** The setting with the command that fills the system for a demonstration. A cluster has none: the command is not for it. */
  demoSetting: 'DEMO_COMMAND',
  instances: { least: 3, most: 12 },
} as const;

export type ServiceName = keyof typeof SERVICES;

export interface Service extends ServiceDescription {
  name: ServiceName;
}

/** Every service, in the order of a request's way through the system. */
export const services: readonly Service[] = Object.entries(SERVICES).map(([name, description]) => ({
  name: name as ServiceName,
  ...(description as ServiceDescription),
}));

export const serviceNames: readonly ServiceName[] = services.map(({ name }) => name);

type OwnerOf<Store> = {
  [Name in ServiceName]: (typeof SERVICES)[Name] extends { owns: Store } ? Name : never;
}[ServiceName];

/** A service that has a MongoDB database. */
export type MongoOwner = OwnerOf<'mongodb'>;

/** The services that have a MongoDB database. The database has the service's name. */
export const mongoOwners: readonly MongoOwner[] = ownersOf('mongodb');
/** The services that keep their data in Redis. */
export const redisOwners: readonly OwnerOf<'redis'>[] = ownersOf('redis');

/** The server that keeps a service's data on one machine, such as `mongodb-orders` or `redis`. */
export const storeServerOf = ({ name, owns }: Pick<Service, 'name' | 'owns'>): string | undefined =>
  owns === 'mongodb' ? `mongodb-${name}` : owns;

/** The server of the bus on one machine. */
export const BUS_SERVER = 'nats-streaming';

/** Whether a service publishes or hears events, so that it needs the bus. */
export const usesBus = ({ publishes, hears }: Service): boolean => publishes.length + hears.length > 0;

/** The names of the services that use the bus. */
export const onTheBus: readonly ServiceName[] = services.filter(usesBus).map(({ name }) => name);

/** The services that call a server of another company, with that server. */
export const partnerships: readonly { service: Service; partner: Partner }[] = services.flatMap((service) =>
  service.uses === undefined ? [] : [{ service, partner: PARTNERS[service.uses] }],
);

/** The services that have an API, with its path. */
export const apis: readonly (Service & { path: string })[] = services.filter(
  (service): service is Service & { path: string } => service.path !== undefined,
);

/** A service's queue group, which is also the name of its durables. */
export const queueGroupOf = (name: ServiceName): string => `${name}-service`;

/** The services that hear a subject. */
export const hearersOf = (subject: Subject): ServiceName[] =>
  services.filter(({ hears }) => hears.includes(subject)).map(({ name }) => name);

/** Every subject that somebody publishes. */
export const subjects: readonly Subject[] = services.flatMap(({ publishes }) => publishes);

/** The setting by which the site is told where a service is. */
export const urlSettingOf = (name: ServiceName): string => `${name.toUpperCase()}_URL`;

function ownersOf<Store extends NonNullable<ServiceDescription['owns']>>(store: Store): OwnerOf<Store>[] {
  return services.filter(({ owns }) => owns === store).map(({ name }) => name as OwnerOf<Store>);
}
