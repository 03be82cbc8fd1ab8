import { busSettings, port, parseSettings, serverSettings, str } from '@ticketing/common/service';

export const readConfig = (env = process.env) =>
  parseSettings(
    {
      ...serverSettings,
      ...busSettings,
      REDIS_HOST: str({ desc: 'where the timers are kept, e.g. expiration-redis-srv' }),
      REDIS_PORT: port({ default: 6379, desc: 'the port of Redis' }),
    },
    env,
  );
