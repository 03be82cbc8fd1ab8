import type { Scene } from '../fault.js';
import type { Link } from '../links/link.js';
import type { Random } from '../random.js';
import {
  ALL_INSTANCES,
  GATEWAY,
  instancesOf,
  isNeededByCallers,
  REPLICATED,
  SERVER_WEIGHTS,
  SERVERS,
  usersOf,
} from '../system.js';

/** Mostly one process; else all instances of a service, or any two to four processes. */
export function drawProcesses(random: Random): string[] {
  const processes = [...ALL_INSTANCES, GATEWAY, ...SERVERS];
  if (random.chance(0.7)) return [random.pick(processes)];
  if (random.chance(0.5)) return instancesOf(random.pick(REPLICATED));
  return random.sample(processes, random.int(2, 4));
}

/** Whether a call may fail when these processes do not answer. */
export function serveCalls(names: readonly string[]): boolean {
  return names.some(isNeededByCallers);
}

/** All links to a server, or the link of one instance to it. */
export interface LinkChoice {
  server: string;
  /** Undefined: the links of all instances. */
  instance?: string;
}

export function drawLinks(random: Random): LinkChoice {
  const server = random.weighted(SERVER_WEIGHTS);
  if (random.chance(0.5)) return { server };
  return { server, instance: random.pick(usersOf(server)) };
}

export function describeLinks({ server, instance }: LinkChoice): string {
  return instance ? `${instance} to ${server}` : `all to ${server}`;
}

export function linksOf(scene: Scene, { server, instance }: LinkChoice): Link[] {
  return scene.links.all.filter(
    (link) => link.server === server && (instance === undefined || link.instance === instance),
  );
}
