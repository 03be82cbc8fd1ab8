import type { Server } from '@ticketing/processes';
import type { NodeServiceOptions } from './servers/node-service.js';

/** A test changes the system by this, to see how it copes. `env` and `route` are asked at every start of an instance. */
export interface Interference {
  /** Adds to the environment of an instance of a service. */
  env?: (instance: string) => Record<string, string>;
  /** The port by which an instance reaches a backing server: the server's own port, or that of a proxy before it. */
  route?: (instance: string, server: string, port: number) => number;
  /** More flags of the stand-in for Stripe, such as those that lose or repeat its webhooks. */
  stripeFlags?: readonly string[];
  /** Makes the process of a service or of the site. A test has them run from elsewhere. */
  run?: (options: NodeServiceOptions) => Server;
}
