import {
  busSettings,
  mongoSettings,
  readConfig,
  seconds,
  serverSettings,
  sessionSettings,
} from '@ticketing/common';

export const readOrdersConfig = (env = process.env) =>
  readConfig(
    {
      ...serverSettings,
      ...mongoSettings,
      ...busSettings,
      ...sessionSettings,
      EXPIRATION_WINDOW_SECONDS: seconds({ default: 900, desc: 'how long an order reserves its ticket' }),
    },
    env,
  );
