import {
  count,
  mongoSettings,
  parseSettings,
  serverSettings,
  sessionSettings,
} from '@ticketing/common/service';

export const readConfig = (env = process.env) =>
  parseSettings(
    {
      ...serverSettings,
      ...mongoSettings,
      ...sessionSettings,
      SIGNUPS_PER_HOUR: count({ default: 100, desc: 'the sign-ups that one address may try in an hour' }),
      SIGNIN_FAILURES_PER_ADDRESS: count({
        default: 100,
        desc: 'the failed sign-ins of one address in 15 minutes, over all accounts',
      }),
    },
    env,
  );
