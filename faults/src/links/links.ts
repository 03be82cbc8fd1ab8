import type { Interference } from '@ticketing/local';
import { Deliveries } from './deliveries.js';
import { Link } from './link.js';

const BUS = 'nats-streaming';

/** Which instances reach which servers. */
const WAYS: Record<string, string[]> = {
  auth: ['mongodb-auth'],
  tickets: ['mongodb-tickets', BUS],
  orders: ['mongodb-orders', BUS],
  expiration: ['redis', BUS],
};

/** A link for each way from a service's instance to a backing server. */
export class Links {
  private constructor(
    readonly all: readonly Link[],
    /** What the bus delivers to a service, whichever of its instances. */
    readonly deliveries: ReadonlyMap<string, Deliveries>,
  ) {}

  /** @param instances how many of each service */
  static async open(instances: Record<string, number>): Promise<Links> {
    const hearing = Object.keys(WAYS).filter((service) => WAYS[service]?.includes(BUS));
    const deliveries = new Map(hearing.map((service) => [service, new Deliveries()]));
    const links = Object.entries(WAYS).flatMap(([service, servers]) =>
      Array.from({ length: instances[service] ?? 1 }, (_, index) =>
        servers.map((server) => {
          const link = new Link(index === 0 ? service : `${service}-${index + 1}`, server);
          if (server === BUS) link.filterAnswers(() => deliveries.get(service)!.filter());
          return link;
        }),
      ).flat(),
    );
    await Promise.all(links.map((link) => link.open()));
    return new Links(links, deliveries);
  }

  /** For `startSystem`: every instance goes by its link. */
  readonly route: NonNullable<Interference['route']> = (instance, server, port) => {
    const link = this.find(instance, server);
    link.leadTo(port);
    return link.port;
  };

  find(instance: string, server: string): Link {
    const found = this.all.find((link) => link.instance === instance && link.server === server);
    if (!found) throw new Error(`there is no link from ${instance} to ${server}`);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((link) => link.close()));
  }
}
