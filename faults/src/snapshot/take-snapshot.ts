import { DEAD_LETTER_CHANNEL, Subjects } from '@ticketing/common/events';
import type { System } from '@ticketing/local';
import { Redis } from 'ioredis';
import { readBus } from './read-bus.js';
import type { DatabaseReader } from './read-databases.js';
import type { Snapshot } from './snapshot.js';

const CHANNELS = [...Object.values(Subjects), DEAD_LETTER_CHANNEL];

/** Reads everything: the databases, Redis, and the bus from its first message on. */
export async function takeSnapshot(system: System, databases: DatabaseReader): Promise<Snapshot> {
  const { nats, redis } = system.state();
  // the bus comes last: each change in a database must have its event there
  const stored = await databases.read();
  const timers = await readTimers(redis);
  const messages = await readBus(nats, CHANNELS);
  return { ...stored, timers, messages, takenAt: Date.now() };
}

async function readTimers({ host, port }: { host: string; port: number }): Promise<string[]> {
  const redis = new Redis(port, host, { commandTimeout: 5_000 });
  try {
    const keys = await redis.keys('bull:order:expiration:*');
    return keys.flatMap((key) => /:([0-9a-f]{24})$/.exec(key)?.[1] ?? []);
  } finally {
    redis.disconnect();
  }
}
