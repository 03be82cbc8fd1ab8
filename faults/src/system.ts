import type { System } from '@ticketing/local';

/*
 * This file holds all that the campaign knows of the system it breaks: no other file of this workspace lists services,
 * instances or servers. The preload loads it into every service before it can change the service's code. So it imports
 * nothing of common or of a service, types aside; a test checks that.
 */

interface Service {
  /** A campaign runs this many instances. */
  instances: number;
  /** The server that keeps its data. */
  store: string;
  /** Whether people call it, through the gateway. */
  serves: boolean;
  /** Left out: the service has no connection to the bus. */
  bus?: {
    queueGroup: string;
    /** The channels of the events it hears. */
    hears: readonly string[];
  };
}

const SERVICES = {
  auth: { instances: 1, store: 'mongodb-auth', serves: true },
  tickets: {
    instances: 2,
    store: 'mongodb-tickets',
    serves: true,
    bus: { queueGroup: 'tickets-service', hears: ['order:created', 'order:cancelled'] },
  },
  orders: {
    instances: 2,
    store: 'mongodb-orders',
    serves: true,
    bus: { queueGroup: 'orders-service', hears: ['ticket:created', 'ticket:updated', 'expiration:complete'] },
  },
  expiration: {
    instances: 2,
    store: 'redis',
    serves: false,
    bus: { queueGroup: 'expiration-service', hears: ['order:created', 'order:cancelled'] },
  },
} as const satisfies Record<string, Service>;

const entries: [string, Service][] = Object.entries(SERVICES);
const named = (service: string): Service => (SERVICES as Record<string, Service>)[service]!;

export const BUS = 'nats-streaming';
export const GATEWAY = 'gateway';

/** The servers behind the services, and how often a fault of the network befalls each, compared with the others. */
export const SERVER_WEIGHTS: Readonly<Record<string, number>> = {
  'mongodb-tickets': 3,
  'mongodb-orders': 3,
  [BUS]: 4,
  redis: 2,
  'mongodb-auth': 1,
};
export const SERVERS: readonly string[] = Object.keys(SERVER_WEIGHTS);

export const SERVICE_NAMES: readonly string[] = entries.map(([name]) => name);

/** How many instances of each service a campaign runs. */
export const INSTANCES: Readonly<Record<keyof typeof SERVICES, number>> = {
  auth: SERVICES.auth.instances,
  tickets: SERVICES.tickets.instances,
  orders: SERVICES.orders.instances,
  expiration: SERVICES.expiration.instances,
};

/** The services of which several instances run. */
export const REPLICATED: readonly string[] = entries
  .filter(([, { instances }]) => instances > 1)
  .map(([name]) => name);

/** The services that hear the bus. */
export const LISTENING: readonly string[] = entries.filter(([, { bus }]) => bus).map(([name]) => name);

/** The workspaces whose code runs in the services' processes. */
export const INSTRUMENTED: readonly string[] = ['common', ...SERVICE_NAMES];

/** The names of the instances of a service: `orders`, `orders-2`, … */
export function instancesOf(service: string): string[] {
  return Array.from({ length: named(service).instances }, (_, index) =>
    index === 0 ? service : `${service}-${index + 1}`,
  );
}

/** The names of all instances of all services. */
export const ALL_INSTANCES: readonly string[] = SERVICE_NAMES.flatMap(instancesOf);

export function serviceOf(instance: string): string {
  return instance.replace(/-\d+$/, '');
}

/** The server that keeps the data of an instance's service. */
export function storeOf(instance: string): string {
  return named(serviceOf(instance)).store;
}

export function usesBus(instance: string): boolean {
  return named(serviceOf(instance)).bus !== undefined;
}

/** The servers that the instances of a service connect to. */
export function serversOf(service: string): string[] {
  return usesBus(service) ? [storeOf(service), BUS] : [storeOf(service)];
}

/** The instances that connect to a server. */
export function usersOf(server: string): string[] {
  return SERVICE_NAMES.filter((service) => serversOf(service).includes(server)).flatMap(instancesOf);
}

/** The queue groups of the services that hear a channel. */
export function groupsHearing(channel: string): string[] {
  return entries.flatMap(([, { bus }]) => (bus?.hears.includes(channel) ? [bus.queueGroup] : []));
}

/** Whether a call may fail while this process does not answer. */
export function isNeededByCallers(process: string): boolean {
  if (process === GATEWAY) return true;
  const serving = entries.filter(([, { serves }]) => serves);
  return serving.some(([name, { store }]) => serviceOf(process) === name || process === store);
}

/** The connection string of the database that a service owns. */
export function databaseUri(system: System, service: string): string {
  return (system.state().mongo as Record<string, string>)[service]!;
}
