import {
  busSettings,
  count,
  mongoSettings,
  parseSettings,
  seconds,
  serverSettings,
  sessionSettings,
} from '@ticketing/common/service';
import { passSettings } from './pass/pass-settings.js';

export const readConfig = (env = process.env) =>
  parseSettings(
    {
      ...serverSettings,
      ...mongoSettings,
      ...busSettings,
      ...sessionSettings,
      ...passSettings,
      RESERVATIONS_PER_ACCOUNT: count({
        default: 6,
        desc: 'how many tickets one account may reserve at a time',
      }),
      EXPIRATION_WINDOW_SECONDS: seconds({ default: 900, desc: 'how long an order reserves its ticket' }),
    },
    env,
  );
