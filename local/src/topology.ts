import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MongoServer } from '@ticketing/mongod';
import { NatsStreamingServer } from '@ticketing/nats-streaming';
import { NodeService, type NodeServiceOptions } from './servers/node-service.js';
import { RedisServer, RunningRedis } from './servers/redis-server.js';
import type { Server } from '@ticketing/processes';
import type { ServiceName, Settings } from './settings.js';
import type { State } from './state.js';
import type { Component } from './supervisor/supervisor.js';

export interface Topology {
  /** Each after those that it waits for. */
  components: Component[];
  gateway: Server;
  /** Where the backing servers are; known when all are running. */
  backing: () => Pick<State, 'mongo' | 'nats' | 'redis'>;
}

/** What a test changes of the system, to see how it bears it. `env` and `route` are asked at every start of an instance. */
export interface Interference {
  /** What is added to the environment of an instance of a service. */
  env?: (instance: string) => Record<string, string>;
  /** The port by which an instance reaches a backing server: the server's own, or that of something in between. */
  route?: (instance: string, server: string, port: number) => number;
  /** Makes the process of a service or of the site; a test has them run from elsewhere. */
  run?: (options: NodeServiceOptions) => Server;
}

const ROOT = join(__dirname, '../..');

/** The whole system: what runs, what it is told, and what it waits for. */
export function topology(settings: Settings, jwtKey: string, interference: Interference = {}): Topology {
  const run = interference.run ?? ((options: NodeServiceOptions): Server => new NodeService(options));
  const data = (name: string) => join(settings.dataDir, name);
  const mongodb = (owner: ServiceName) =>
    new MongoServer({ name: `mongodb-${owner}`, dbPath: data(`mongodb-${owner}`) });

  const authDb = mongodb('auth');
  const ticketsDb = mongodb('tickets');
  const ordersDb = mongodb('orders');
  const nats = new NatsStreamingServer({ dir: data('nats-streaming') });
  const redis = settings.redis
    ? new RunningRedis(settings.redis.host, settings.redis.port)
    : new RedisServer({ dir: data('redis') });

  const logs = { LOG_LEVEL: settings.logLevel };
  const sessions = { JWT_KEY: jwtKey, COOKIE_SECURE: 'false' };
  const portTo = ({ name, port }: Server, instance: string) =>
    interference.route?.(instance, name, port) ?? port;
  const database = (server: MongoServer, owner: ServiceName, instance: string) => ({
    MONGO_URI: server.uri(owner, portTo(server, instance)),
  });
  const bus = (instance: string) => ({
    NATS_URL: `nats://127.0.0.1:${portTo(nats, instance)}`,
    NATS_CLUSTER_ID: nats.clusterId,
    NATS_CLIENT_ID: instance,
  });
  const window = { EXPIRATION_WINDOW_SECONDS: String(settings.expirationWindowSeconds) };

  // everybody on this machine has one address: a limit per address would be one for all
  const signUps = { SIGNUPS_PER_HOUR: '1000000' };
  const auth = service('auth', [authDb], (instance) => ({
    ...sessions,
    ...signUps,
    ...database(authDb, 'auth', instance),
  }));
  const tickets = service('tickets', [ticketsDb, nats], (instance) => ({
    ...sessions,
    ...bus(instance),
    ...database(ticketsDb, 'tickets', instance),
  }));
  const orders = service('orders', [ordersDb, nats], (instance) => ({
    ...sessions,
    ...bus(instance),
    ...window,
    ...database(ordersDb, 'orders', instance),
  }));
  const expiration = service('expiration', [redis, nats], (instance) => ({
    ...bus(instance),
    REDIS_HOST: redis.host,
    REDIS_PORT: String(portTo(redis, instance)),
  }));

  // without a build of it (`npm start` makes one) the system runs without a site
  const siteDir = join(ROOT, 'client');
  const builtSite = join(siteDir, '.next/standalone/client/server.js');
  const hasSite = settings.site && (settings.watch || existsSync(builtSite));
  const client = run({
    name: 'client',
    ...(settings.watch
      ? {
          script: join(ROOT, 'node_modules/next/dist/bin/next'),
          args: ['dev', siteDir, '--hostname', '127.0.0.1'],
        }
      : { script: builtSite }),
    readyPath: '/healthz',
    env: () => ({
      NODE_ENV: settings.watch ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HOSTNAME: '127.0.0.1',
      AUTH_URL: urls(auth).join(),
      TICKETS_URL: urls(tickets).join(),
      ORDERS_URL: urls(orders).join(),
    }),
  });

  const gateway = new NodeService({
    name: 'gateway',
    script: join(ROOT, 'local/dist/gateway/main.js'),
    port: settings.port,
    readyPath: '/healthz',
    env: () => ({
      ...logs,
      GATEWAY_ROUTES: JSON.stringify({
        '/api/users': urls(auth),
        '/api/tickets': urls(tickets),
        '/api/orders': urls(orders),
        ...(hasSite ? { '/': [`http://127.0.0.1:${client.port}`] } : {}),
      }),
    }),
  });

  const backing = [authDb, ticketsDb, ordersDb, nats, redis].map((server) => ({ server }));
  const web = [...auth, ...tickets, ...orders].map(({ server }) => server);
  const site = hasSite ? [{ server: client, after: web }] : [];
  const services = [...auth, ...tickets, ...orders, ...expiration, ...site];
  return {
    components: [...backing, ...services, { server: gateway, after: services.map(({ server }) => server) }],
    gateway,
    backing: () => ({
      mongo: { auth: authDb.uri('auth'), tickets: ticketsDb.uri('tickets'), orders: ordersDb.uri('orders') },
      nats: { url: nats.url, clusterId: nats.clusterId },
      redis: { host: redis.host, port: redis.port },
    }),
  };

  /** The instances of a service: `orders`, `orders-2`, … Each keeps its name, and so its place on the bus, for good. */
  function service(
    name: ServiceName,
    after: Server[],
    env: (instance: string) => Record<string, string>,
  ): Component[] {
    return Array.from({ length: settings.instances[name] ?? 1 }, (_, index) => {
      const instance = index === 0 ? name : `${name}-${index + 1}`;
      const script = join(ROOT, name, 'dist/index.js');
      const server = run({
        name: instance,
        script,
        env: () => ({ ...logs, ...env(instance), ...interference.env?.(instance) }),
      });
      return { server, after };
    });
  }
}

function urls(instances: Component[]): string[] {
  return instances.map(({ server }) => `http://127.0.0.1:${server.port}`);
}
