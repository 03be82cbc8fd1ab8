import { SERVERS, SERVICES } from '../instances.js';
import type { Scene } from '../fault.js';
import type { Link } from '../links/link.js';
import type { Random } from '../random.js';

/** One process, seldom several: all instances of a service, a service and its database, anything. */
export function drawProcesses(random: Random): string[] {
  const processes = [...SERVICES, 'gateway', ...SERVERS];
  if (random.chance(0.7)) return [random.pick(processes)];
  if (random.chance(0.5)) {
    const service = random.pick(['tickets', 'orders', 'expiration']);
    return SERVICES.filter((name) => name.startsWith(service));
  }
  return random.sample(processes, random.int(2, 4));
}

/** Whether a call may fail when these processes do not answer. */
export function serveCalls(names: readonly string[]): boolean {
  return names.some((name) => !/^(nats-streaming|redis|expiration)/.test(name));
}

/** All links to a server, or one instance's. */
export interface LinkChoice {
  server: string;
  /** Undefined: all of them. */
  instance?: string;
}

const SERVER_WEIGHTS = {
  'mongodb-tickets': 3,
  'mongodb-orders': 3,
  'nats-streaming': 4,
  redis: 2,
  'mongodb-auth': 1,
};
const USERS: Record<keyof typeof SERVER_WEIGHTS, string> = {
  'mongodb-tickets': 'tickets',
  'mongodb-orders': 'orders',
  'nats-streaming': 'tickets|orders|expiration',
  redis: 'expiration',
  'mongodb-auth': 'auth',
};

export function drawLinks(random: Random): LinkChoice {
  const server = random.weighted(SERVER_WEIGHTS);
  if (random.chance(0.5)) return { server };
  const users = new RegExp(`^(${USERS[server]})(-|$)`);
  return { server, instance: random.pick(SERVICES.filter((name) => users.test(name))) };
}

export function describeLinks({ server, instance }: LinkChoice): string {
  return instance ? `${instance} to ${server}` : `all to ${server}`;
}

export function linksOf(scene: Scene, { server, instance }: LinkChoice): Link[] {
  return scene.links.all.filter(
    (link) => link.server === server && (instance === undefined || link.instance === instance),
  );
}
