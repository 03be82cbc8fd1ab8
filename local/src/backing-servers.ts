import { join } from 'node:path';
import { MongoServer } from '@ticketing/mongod';
import { NatsStreamingServer } from '@ticketing/nats-streaming';
import type { Server } from '@ticketing/processes';
import { StripeServer } from '@ticketing/stripe';
import {
  BUS_SERVER,
  busPermissions,
  busReaderPermissions,
  CLUSTER_ID,
  type MongoOwner,
  mongoOwners,
  PARTNERS,
  partnerships,
  type Service,
  services,
  storeServerOf,
  usesBus,
} from '@ticketing/system';
import type { Keys } from './keys.js';
import type { Interference } from './interference.js';
import { RedisServer, RunningRedis } from './servers/redis-server.js';
import type { Settings } from './settings.js';
import type { State } from './state.js';

const WEBHOOK_PATH = partnerships
  .filter(({ partner }) => partner === PARTNERS.stripe)
  .map(({ service, partner }) => `${service.path}${partner.webhookPath}`)[0]!;

/** The user who may do everything. Tests and people use it. */
const ADMIN = 'admin';

/** The user who may hear every channel of the bus, and do nothing else there. */
const DASHBOARD = 'dashboard';

/** The databases, the bus, Redis, and the stand-in for Stripe. */
export class BackingServers {
  readonly mongo = new Map<string, MongoServer>();
  readonly nats: NatsStreamingServer;
  readonly redis: RedisServer | RunningRedis;
  /** Undefined when real Stripe is used. */
  readonly stripe: StripeServer | undefined;

  constructor(
    settings: Settings,
    private readonly keys: Keys,
    { stripeFlags }: Interference = {},
  ) {
    const folder = (name: string) => join(settings.dataDir, name);
    for (const owner of mongoOwners) {
      const name = databaseServerOf(owner);
      const users = [
        { user: ADMIN, password: keys.passwordOf(ADMIN, name) },
        { user: owner, password: keys.passwordOf(owner, name), db: owner },
      ] as const;
      this.mongo.set(owner, new MongoServer({ name, dbPath: folder(name), users, guarded: true }));
    }
    const monitored = settings.dashboardPort !== 'off';
    const reader = {
      user: DASHBOARD,
      password: keys.passwordOf(DASHBOARD, BUS_SERVER),
      permissions: busReaderPermissions(),
    };
    this.nats = new NatsStreamingServer({
      dir: folder(BUS_SERVER),
      clusterId: CLUSTER_ID,
      monitored,
      users: [
        { user: ADMIN, password: keys.passwordOf(ADMIN, BUS_SERVER) },
        ...services.filter(usesBus).map((service) => ({
          user: service.name,
          password: keys.passwordOf(service.name, BUS_SERVER),
          permissions: busPermissions(service),
        })),
        ...(monitored ? [reader] : []),
      ],
    });
    this.redis = settings.redis
      ? new RunningRedis(settings.redis.host, settings.redis.port, settings.redis.login)
      : new RedisServer({
          dir: folder('redis'),
          passwords: {
            expiration: keys.passwordOf('expiration', 'redis'),
            admin: keys.passwordOf(ADMIN, 'redis'),
          },
        });
    if (settings.stripe === 'stand-in') {
      this.stripe = new StripeServer({
        dir: folder(PARTNERS.stripe.name),
        ...keys.stripe,
        // the gateway gives each report to one of the instances of payments
        webhookUrl: `http://127.0.0.1:${settings.port}${WEBHOOK_PATH}`,
        webhookEvents: PARTNERS.stripe.webhookEvents,
        flags: stripeFlags ?? [],
      });
    }
  }

  all(): Server[] {
    return [...this.mongo.values(), this.nats, this.redis, ...(this.stripe ? [this.stripe] : [])];
  }

  /** The servers that a service waits for. */
  neededBy(service: Service): Server[] {
    const { name, owns, uses } = service;
    const needed: Server[] = [];
    if (owns === 'mongodb') needed.push(this.mongo.get(name)!);
    if (owns === 'redis') needed.push(this.redis);
    if (usesBus(service)) needed.push(this.nats);
    if (uses === 'stripe' && this.stripe) needed.push(this.stripe);
    return needed;
  }

  /** Known when all are running. */
  state(): Pick<State, 'mongo' | 'nats' | 'redis' | 'stripe'> {
    const { nats, redis, stripe } = this;
    const { publishableKey, secretKey } = this.keys.stripe;
    const uris = mongoOwners.map((owner) => [owner, this.mongo.get(owner)!.uriFor(ADMIN, owner)]);
    return {
      mongo: Object.fromEntries(uris) as Record<MongoOwner, string>,
      nats: {
        url: nats.urlFor(ADMIN),
        clusterId: nats.clusterId,
        ...(nats.monitoringUrl !== undefined && {
          monitoring: { url: nats.urlFor(DASHBOARD), http: nats.monitoringUrl },
        }),
      },
      redis: { host: redis.host, port: redis.port, ...redis.adminLogin },
      ...(stripe && { stripe: { url: stripe.url, publishableKey, secretKey } }),
    };
  }
}

/** The server of a service's database. Its folder in the data directory has the same name. */
export const databaseServerOf = (owner: MongoOwner): string =>
  storeServerOf({ name: owner, owns: 'mongodb' })!;
