import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';
import { busSettings, port, parseSettings, serverSettings, str } from '@ticketing/common/service';

export const readConfig = (env = process.env) =>
  parseSettings(
    {
      ...serverSettings,
      ...busSettings,
      REDIS_HOST: str({ desc: 'where the timers are kept, e.g. expiration-redis-srv' }),
      REDIS_PORT: port({ default: 6379, desc: 'the port of Redis' }),
      REDIS_USERNAME: str({ default: '', desc: 'the user of Redis; empty for a Redis without users' }),
      REDIS_PASSWORD: str({ default: '', desc: 'the password of that user' }),
      REDIS_CA_FILE: str({
        default: '',
        desc: 'the certificates that Redis is trusted by; it is used over TLS then',
      }),
    },
    env,
  );

/** How Redis is reached. */
export function redisOf(
  config: ReturnType<typeof readConfig>,
): RedisOptions & { host: string; port: number } {
  const { REDIS_HOST, REDIS_PORT, REDIS_USERNAME, REDIS_PASSWORD, REDIS_CA_FILE } = config;
  return {
    host: REDIS_HOST,
    port: REDIS_PORT,
    ...(REDIS_USERNAME && { username: REDIS_USERNAME }),
    ...(REDIS_PASSWORD && { password: REDIS_PASSWORD }),
    ...(REDIS_CA_FILE && { tls: { ca: readFileSync(REDIS_CA_FILE), servername: REDIS_HOST } }),
  };
}
