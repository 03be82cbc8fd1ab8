import {
  bool,
  busSettings,
  ConfigError,
  mongoSettings,
  parseSettings,
  serverSettings,
  sessionSettings,
} from '@ticketing/common/service';
import { runningSystem } from './compare/running-system.js';
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

/**
 * The settings of the comparison with the bank. What is missing is taken from the system that runs on this machine.
 * @throws {ConfigError}
 */
export function readCompareConfig(env = process.env) {
  const { STRIPE_SECRET_KEY, STRIPE_API_URL } = stripeSettings;
  const config = parseSettings(
    { ...mongoSettings, STRIPE_SECRET_KEY, STRIPE_API_URL },
    env.MONGO_URI ? env : { ...env, ...runningSystem(env) },
  );
  return {
    MONGO_URI: config.MONGO_URI,
    account: {
      secretKey: config.STRIPE_SECRET_KEY,
      ...(config.STRIPE_API_URL && { standInUrl: config.STRIPE_API_URL }),
    },
  };
}
