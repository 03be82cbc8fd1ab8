import { DEAD_LETTER_CHANNEL, Subjects } from '@ticketing/common/events';
import type { System } from '@ticketing/local';
import { Redis, type RedisOptions } from 'ioredis';
import { hasSecret, logsWithSecrets } from './find-secrets.js';
import { readAtRest } from './read-at-rest.js';
import { readBank } from './read-bank.js';
import { readBus } from './read-bus.js';
import type { DatabaseReader } from './read-databases.js';
import type { Snapshot } from './snapshot.js';

const CHANNELS = [...Object.values(Subjects), DEAD_LETTER_CHANNEL];

/** The databases may take this long to come to rest. */
const REST_LIMIT_MS = 60_000;

/** Reads everything: the databases, Redis, the bank, the logs, and the bus from its first message on. */
export async function takeSnapshot(
  system: System,
  databases: DatabaseReader,
  logs: string,
  limitMs = REST_LIMIT_MS,
): Promise<Snapshot> {
  const { nats, redis, stripe } = system.state();
  const readRest = async () => {
    const timers = await readTimers(redis);
    const messages = await readBus(nats, CHANNELS);
    const intents = await readBank(stripe!);
    return { timers, messages, intents };
  };
  const { stored, rest, moved } = await readAtRest(() => databases.read(), readRest, limitMs);
  const secretsIn = [
    ...rest.messages
      .filter(({ body }) => hasSecret(body))
      .map(({ channel, sequence }) => `${channel} ${sequence}`),
    ...(hasSecret(await databases.textOfPayments()) ? ['the database of payments'] : []),
    ...(await logsWithSecrets(logs)).map((file) => `the log ${file}`),
  ];
  return { ...stored, ...rest, moved, secretsIn, takenAt: Date.now() };
}

async function readTimers(address: RedisOptions): Promise<string[]> {
  const redis = new Redis({ ...address, commandTimeout: 5_000 });
  try {
    const keys = await redis.keys('bull:order:expiration:*');
    return keys.flatMap((key) => /:([0-9a-f]{24})$/.exec(key)?.[1] ?? []);
  } finally {
    redis.disconnect();
  }
}
