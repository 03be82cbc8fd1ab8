import { DEAD_LETTER_CHANNEL, Subjects } from '@ticketing/common/events';
import type { System } from '@ticketing/local';
import { Redis } from 'ioredis';
import { hasSecret, logsWithSecrets } from './find-secrets.js';
import { readBank } from './read-bank.js';
import { readBus } from './read-bus.js';
import type { DatabaseReader } from './read-databases.js';
import type { Snapshot } from './snapshot.js';

const CHANNELS = [...Object.values(Subjects), DEAD_LETTER_CHANNEL];

/** Reads everything: the databases, Redis, the bank, the logs, and the bus from its first message on. */
export async function takeSnapshot(
  system: System,
  databases: DatabaseReader,
  logs: string,
): Promise<Snapshot> {
  const { nats, redis, stripe } = system.state();
  // the bus comes last: each change in a database must have its event there
  const stored = await databases.read();
  const timers = await readTimers(redis);
  const messages = await readBus(nats, CHANNELS);
  const intents = await readBank(stripe!);
  const secretsIn = [
    ...messages
      .filter(({ body }) => hasSecret(body))
      .map(({ channel, sequence }) => `${channel} ${sequence}`),
    ...(hasSecret(await databases.textOfPayments()) ? ['the database of payments'] : []),
    ...(await logsWithSecrets(logs)).map((file) => `the log ${file}`),
  ];
  return { ...stored, timers, messages, intents, secretsIn, takenAt: Date.now() };
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
