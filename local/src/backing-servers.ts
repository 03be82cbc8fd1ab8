import { join } from 'node:path';
import { MongoServer } from '@ticketing/mongod';
import { NatsStreamingServer } from '@ticketing/nats-streaming';
import type { Server } from '@ticketing/processes';
import {
  BUS_SERVER,
  type MongoOwner,
  mongoOwners,
  type Service,
  storeServerOf,
  usesBus,
} from '@ticketing/system';
import { RedisServer, RunningRedis } from './servers/redis-server.js';
import type { Settings } from './settings.js';
import type { State } from './state.js';

/** The databases, the bus and Redis. */
export class BackingServers {
  readonly mongo = new Map<string, MongoServer>();
  readonly nats: NatsStreamingServer;
  readonly redis: RedisServer | RunningRedis;

  constructor(settings: Settings) {
    const folder = (name: string) => join(settings.dataDir, name);
    for (const owner of mongoOwners) {
      const name = databaseServerOf(owner);
      this.mongo.set(owner, new MongoServer({ name, dbPath: folder(name) }));
    }
    this.nats = new NatsStreamingServer({ dir: folder(BUS_SERVER) });
    this.redis = settings.redis
      ? new RunningRedis(settings.redis.host, settings.redis.port)
      : new RedisServer({ dir: folder('redis') });
  }

  all(): Server[] {
    return [...this.mongo.values(), this.nats, this.redis];
  }

  /** The servers that a service waits for. */
  neededBy(service: Service): Server[] {
    const { name, owns } = service;
    const needed: Server[] = [];
    if (owns === 'mongodb') needed.push(this.mongo.get(name)!);
    if (owns === 'redis') needed.push(this.redis);
    if (usesBus(service)) needed.push(this.nats);
    return needed;
  }

  /** Known when all are running. */
  state(): Pick<State, 'mongo' | 'nats' | 'redis'> {
    const { nats, redis } = this;
    const uris = mongoOwners.map((owner) => [owner, this.mongo.get(owner)!.uri(owner)]);
    return {
      mongo: Object.fromEntries(uris) as Record<MongoOwner, string>,
      nats: { url: nats.url, clusterId: nats.clusterId },
      redis: { host: redis.host, port: redis.port },
    };
  }
}

/** The server of a service's database. Its folder in the data directory has the same name. */
export const databaseServerOf = (owner: MongoOwner): string =>
  storeServerOf({ name: owner, owns: 'mongodb' })!;
