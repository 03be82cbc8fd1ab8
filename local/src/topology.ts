import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MongoServer } from './servers/mongo-server.js';
import { NatsStreamingServer } from './servers/nats-streaming-server.js';
import { NodeService, type NodeServiceOptions } from './servers/node-service.js';
import { RedisServer, RunningRedis } from './servers/redis-server.js';
import type { Server } from './servers/server.js';
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

const ROOT = join(__dirname, '../..');

/**
 * The whole system: what runs, what it is told, and what it waits for.
 * @param run makes the process of a service or of the site; a test has them run from elsewhere.
 */
export function topology(
  settings: Settings,
  jwtKey: string,
  run: (options: NodeServiceOptions) => Server = (options) => new NodeService(options),
): Topology {
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
  const bus = (client: string) => ({
    NATS_URL: nats.url,
    NATS_CLUSTER_ID: nats.clusterId,
    NATS_CLIENT_ID: client,
  });
  const window = { EXPIRATION_WINDOW_SECONDS: String(settings.expirationWindowSeconds) };

  // everybody on this machine has one address: a limit per address would be one for all
  const signUps = { SIGNUPS_PER_HOUR: '1000000' };
  const auth = service('auth', [authDb], () => ({
    ...sessions,
    ...signUps,
    MONGO_URI: authDb.uri('auth'),
  }));
  const tickets = service('tickets', [ticketsDb, nats], (instance) => ({
    ...sessions,
    ...bus(instance),
    MONGO_URI: ticketsDb.uri('tickets'),
  }));
  const orders = service('orders', [ordersDb, nats], (instance) => ({
    ...sessions,
    ...bus(instance),
    ...window,
    MONGO_URI: ordersDb.uri('orders'),
  }));
  const expiration = service('expiration', [redis, nats], (instance) => ({
    ...bus(instance),
    REDIS_HOST: redis.host,
    REDIS_PORT: String(redis.port),
  }));

  // without a build of it (`npm start` makes one) the system runs without a site
  const siteDir = join(ROOT, 'client');
  const builtSite = join(siteDir, '.next/standalone/client/server.js');
  const hasSite = settings.watch || existsSync(builtSite);
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
        env: () => ({ ...logs, ...env(instance) }),
      });
      return { server, after };
    });
  }
}

function urls(instances: Component[]): string[] {
  return instances.map(({ server }) => `http://127.0.0.1:${server.port}`);
}
