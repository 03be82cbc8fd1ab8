import {
  bool,
  busSettings,
  ConfigError,
  mongoSettings,
  parseSettings,
  serverSettings,
  sessionSettings,
} from '@ticketing/common/service';
import { problemsOf, stripeSettings } from './stripe/stripe-settings.js';

/** @throws {ConfigError} when settings are missing or wrong, or do not fit together. */
export function readConfig(env = process.env) {
  const config = parseSettings(
    {
      ...serverSettings,
      ...mongoSettings,
      ...busSettings,
      ...sessionSettings,
      ...stripeSettings,
      ALLOW_TEST_PAYMENTS: bool({
        default: false,
        desc: 'true only where no real money is taken: with test keys, or with the stand-in for Stripe',
      }),
    },
    env,
  );
  const problems = problemsOf(config);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
