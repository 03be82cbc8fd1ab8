import type { Interference } from '@ticketing/local';
import { BUS, instancesOf, LISTENING, SERVICE_NAMES, serversOf } from '../system.js';
import { Deliveries } from './deliveries.js';
import { Link } from './link.js';

/** A link for each way from a service's instance to a backing server. */
export class Links {
  private constructor(
    readonly all: readonly Link[],
    /** The deliveries of the bus to each service, over all its instances. */
    readonly deliveries: ReadonlyMap<string, Deliveries>,
  ) {}

  static async open(): Promise<Links> {
    const deliveries = new Map(LISTENING.map((service) => [service, new Deliveries()]));
    const links = SERVICE_NAMES.flatMap((service) =>
      instancesOf(service).flatMap((instance) =>
        serversOf(service).map((server) => {
          const link = new Link(instance, server);
          const heard = deliveries.get(service); // auth is on the bus, and hears nothing
          if (server === BUS && heard) link.filterAnswers(() => heard.filter());
          return link;
        }),
      ),
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
