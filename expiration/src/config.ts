import { busSettings, port, readConfig, serverSettings, str } from '@ticketing/common';

export const readExpirationConfig = (env = process.env) =>
  readConfig(
    {
      ...serverSettings,
      ...busSettings,
      REDIS_HOST: str({ desc: 'where the timers are kept, e.g. expiration-redis-srv' }),
      REDIS_PORT: port({ default: 6379, desc: 'the port of Redis' }),
    },
    env,
  );
