import {
  busSettings,
  mongoSettings,
  parseSettings,
  seconds,
  serverSettings,
  sessionSettings,
} from '@ticketing/common/service';

export const readConfig = (env = process.env) =>
  parseSettings(
    {
      ...serverSettings,
      ...mongoSettings,
      ...busSettings,
      ...sessionSettings,
      EXPIRATION_WINDOW_SECONDS: seconds({ default: 900, desc: 'how long an order reserves its ticket' }),
    },
    env,
  );
