import { generateKeyPairSync } from 'node:crypto';
import { readConfig } from './config.js';

const GIVEN = {
  MONGO_URI: 'mongodb://payments-mongo-srv/payments',
  NATS_URL: 'http://nats-srv:4222',
  NATS_CLUSTER_ID: 'ticketing',
  NATS_CLIENT_ID: 'payments-1',
  SESSION_PUBLIC_KEYS: generateKeyPairSync('ed25519')
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64'),
  STRIPE_SECRET_KEY: 'sk_live_0123456789',
  STRIPE_PUBLISHABLE_KEY: 'pk_live_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
};
const TEST_KEYS = { STRIPE_SECRET_KEY: 'sk_test_0123456789', STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789' };
const STAND_IN = { STRIPE_API_URL: 'http://localhost:12111' };

it('takes live keys as they are', () => {
  expect(readConfig(GIVEN)).toMatchObject({ STRIPE_API_URL: '', ALLOW_TEST_PAYMENTS: false });
});

it('takes test keys and the stand-in where no real money is taken', () => {
  readConfig({ ...GIVEN, ...TEST_KEYS, ...STAND_IN, ALLOW_TEST_PAYMENTS: 'true' });
});

it('takes a restricted key', () => {
  readConfig({ ...GIVEN, STRIPE_SECRET_KEY: 'rk_live_0123456789' });
});

it.each([
  ['a test key in production', TEST_KEYS, ['STRIPE_SECRET_KEY is a test key']],
  [
    'a stand-in in production',
    { ...TEST_KEYS, ...STAND_IN },
    ['STRIPE_SECRET_KEY is a test key', 'STRIPE_API_URL leads to a stand-in'],
  ],
  [
    'a live key for the stand-in',
    { ...STAND_IN, ALLOW_TEST_PAYMENTS: 'true' },
    ['STRIPE_SECRET_KEY is a live key'],
  ],
  [
    'keys of different modes',
    { STRIPE_PUBLISHABLE_KEY: TEST_KEYS.STRIPE_PUBLISHABLE_KEY },
    ['STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are of different modes'],
  ],
  [
    'a publishable key in place of the secret one',
    { STRIPE_SECRET_KEY: 'pk_live_0123456789' },
    ['STRIPE_SECRET_KEY'],
  ],
  [
    'no keys',
    { STRIPE_SECRET_KEY: '', STRIPE_WEBHOOK_SECRET: '' },
    ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ],
])('refuses %s, and says what to do', (_what, given, beginnings) => {
  const problems = problemsOf({ ...GIVEN, ...given });
  expect(problems).toEqual(beginnings.map((text) => expect.stringContaining(text) as string));
});

it('never shows a key', () => {
  const problems = problemsOf({ ...GIVEN, STRIPE_SECRET_KEY: 'sk_life_0123456789' }).join();
  expect(problems).toContain('must begin with');
  expect(problems).not.toContain('0123456789');
});

function problemsOf(given: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(given);
  } catch (error) {
    return (error as { problems: readonly string[] }).problems;
  }
  return [];
}
