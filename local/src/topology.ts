import { join } from 'node:path';
import { MongoServer } from './servers/mongo-server.js';
import { NatsStreamingServer } from './servers/nats-streaming-server.js';
import { NodeService } from './servers/node-service.js';
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

/** The whole system: what runs, what it is told, and what it waits for. */
export function topology(settings: Settings, jwtKey: string): Topology {
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
      }),
    }),
  });

  const backing = [authDb, ticketsDb, ordersDb, nats, redis].map((server) => ({ server }));
  const services = [...auth, ...tickets, ...orders, ...expiration];
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
      const server = new NodeService({
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
