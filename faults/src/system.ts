import type { System } from '@ticketing/local';
import {
  BUS_SERVER,
  hearersOf,
  PARTNERS,
  partnerships,
  queueGroupOf,
  type Service,
  type ServiceName,
  serviceNames,
  services,
  storeServerOf,
  type Subject,
  usesBus as needsBus,
} from '@ticketing/system';

/*
 * The description of the system in the terms of the campaign: no other file of this workspace lists services, instances or
 * servers. The preload loads this file into every service before it can change the service's code. So it imports nothing of
 * common or of a service, types aside; a test checks that.
 */

const named = (name: string): Service => services.find((service) => service.name === name)!;
/** A campaign runs two instances of each service that uses the bus, so that they can get in each other's way. */
const countOf = (service: Service) => (needsBus(service) ? 2 : 1);

/** An account may hold this many tickets at a time. It is so few that buyers often reach it. */
export const RESERVATIONS_PER_ACCOUNT = 4;

export const BUS = BUS_SERVER;
export const GATEWAY = 'gateway';

/** The servers behind the services, and how often a fault of the network befalls each, compared with the others. */
export const SERVER_WEIGHTS: Readonly<Record<string, number>> = {
  ...weightOfDatabases(3, needsBus),
  [BUS]: 4,
  redis: 2,
  ...Object.fromEntries(Object.values(PARTNERS).map(({ name }) => [name, 3])),
  ...weightOfDatabases(1, (service) => !needsBus(service)),
};
export const SERVERS: readonly string[] = Object.keys(SERVER_WEIGHTS);

function weightOfDatabases(weight: number, chosen: (service: Service) => boolean): Record<string, number> {
  const databases = services.filter((service) => service.owns === 'mongodb' && chosen(service));
  return Object.fromEntries(databases.map((service) => [storeServerOf(service)!, weight]));
}

export const SERVICE_NAMES: readonly string[] = serviceNames;

/** How many instances of each service a campaign runs. */
export const INSTANCES = Object.fromEntries(
  services.map((service) => [service.name, countOf(service)]),
) as Readonly<Record<ServiceName, number>>;

/** The services of which several instances run. */
export const REPLICATED: readonly string[] = services
  .filter((service) => countOf(service) > 1)
  .map(({ name }) => name);

/** The services that hear the bus. */
export const LISTENING: readonly string[] = services
  .filter(({ hears }) => hears.length > 0)
  .map(({ name }) => name);

/** The workspaces whose code runs in the services' processes. */
export const INSTRUMENTED: readonly string[] = ['common', ...SERVICE_NAMES];

/** The names of the instances of a service: `orders`, `orders-2`, … */
export function instancesOf(service: string): string[] {
  return Array.from({ length: countOf(named(service)) }, (_, index) =>
    index === 0 ? service : `${service}-${index + 1}`,
  );
}

/** The names of all instances of all services. */
export const ALL_INSTANCES: readonly string[] = SERVICE_NAMES.flatMap(instancesOf);

export function serviceOf(instance: string): string {
  return instance.replace(/-\d+$/, '');
}

/** The server that keeps the data of an instance's service. A service may keep none. */
export function storeOf(instance: string): string | undefined {
  return storeServerOf(named(serviceOf(instance)));
}

/** The servers that keep the data of these instances. */
export function storesOf(instances: readonly string[]): string[] {
  return instances.flatMap((instance) => storeOf(instance) ?? []);
}

export function usesBus(instance: string): boolean {
  return needsBus(named(serviceOf(instance)));
}

/** The servers that the instances of a service connect to, with the stand-ins for those of other companies. */
export function serversOf(service: string): string[] {
  const store = storeOf(service);
  const bus = usesBus(service) ? [BUS] : [];
  const partners = partnerships
    .filter((partnership) => partnership.service.name === service)
    .map(({ partner }) => partner.name);
  return [...(store === undefined ? [] : [store]), ...bus, ...partners];
}

/** The instances that connect to a server. */
export function usersOf(server: string): string[] {
  return SERVICE_NAMES.filter((service) => serversOf(service).includes(server)).flatMap(instancesOf);
}

/** The queue groups of the services that hear a channel. */
export function groupsHearing(channel: string): string[] {
  return hearersOf(channel as Subject).map(queueGroupOf);
}

/** Whether a call may fail while this process does not answer. */
export function isNeededByCallers(process: string): boolean {
  if (process === GATEWAY) return true;
  const serving = services.filter(({ path }) => path !== undefined);
  const needed = ({ name }: Service) => serversOf(name).filter((server) => server !== BUS);
  return serving.some((service) => serviceOf(process) === service.name || needed(service).includes(process));
}

/** The connection string of the database that a service owns. */
export function databaseUri(system: System, service: string): string {
  return (system.state().mongo as Record<string, string>)[service]!;
}
