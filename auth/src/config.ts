import { createPublicKey } from 'node:crypto';
import {
  busSettings,
  ConfigError,
  count,
  ed25519PrivateKey,
  HOW_TO_MAKE_ED25519,
  mongoSettings,
  parseSettings,
  seconds,
  secret,
  serverSettings,
  sessionSettings,
} from '@ticketing/common/service';

/** @throws {ConfigError} also when no service would accept the sessions that this one signs. */
export function readConfig(env = process.env) {
  const config = parseSettings(specs, env);
  const own = createPublicKey(config.SESSION_KEY);
  if (!config.SESSION_PUBLIC_KEYS.some((key) => key.equals(own))) {
    throw new ConfigError(['SESSION_PUBLIC_KEYS lacks the public key of SESSION_KEY']);
  }
  return config;
}

const specs = {
  ...serverSettings,
  ...mongoSettings,
  ...busSettings,
  ...sessionSettings,
  SESSION_KEY: ed25519PrivateKey({
    desc: `signs the sessions, and only auth has it; ${HOW_TO_MAKE_ED25519}`,
  }),
  DEVICE_KEY: secret({ desc: 'signs the device cookies, by which auth knows browsers again' }),
  SIGNUPS_PER_HOUR: count({ default: 100, desc: 'the sign-ups that one address may try in an hour' }),
  SIGNIN_FAILURES_PER_ADDRESS: count({
    default: 20,
    desc: 'the failed sign-ins of one address in an hour, over all accounts, before they are paced',
  }),
  SIGNIN_HOLD_SECONDS: seconds({
    default: 2,
    desc: 'the longest time by which sign-ins are slowed down after failures; a site waits 5 s for an answer',
  }),
};
