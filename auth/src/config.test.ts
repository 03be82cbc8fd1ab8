import { generateKeyPairSync } from 'node:crypto';
import { readConfig } from './config.js';

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    SESSION_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    SESSION_PUBLIC_KEYS: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
};
const good = () => ({
  MONGO_URI: 'mongodb://localhost/auth',
  NATS_URL: 'nats://localhost:4222',
  NATS_CLUSTER_ID: 'ticketing',
  NATS_CLIENT_ID: 'auth-1',
  ...pair(),
  DEVICE_KEY: 'k'.repeat(32),
});

const saved = process.env;
afterEach(() => (process.env = saved));

it('has limits by default', () => {
  process.env = good();
  expect(readConfig()).toMatchObject({
    SIGNUPS_PER_HOUR: 100,
    SIGNIN_FAILURES_PER_ADDRESS: 20,
    SIGNIN_HOLD_SECONDS: 2,
    COOKIE_SECURE: true,
  });
});

it('names every bad setting at once', () => {
  process.env = {
    SESSION_KEY: 'short',
    DEVICE_KEY: 'short',
    SIGNUPS_PER_HOUR: '-1',
    SIGNIN_FAILURES_PER_ADDRESS: 'many',
    SIGNIN_HOLD_SECONDS: '0',
  };
  for (const name of [
    'MONGO_URI',
    'NATS_URL',
    'SESSION_KEY',
    'SESSION_PUBLIC_KEYS',
    'DEVICE_KEY',
    'SIGNUPS_PER_HOUR',
    'SIGNIN_FAILURES_PER_ADDRESS',
    'SIGNIN_HOLD_SECONDS',
  ]) {
    expect(readConfig).toThrow(name);
  }
});

it('does not start with a key whose sessions nobody would accept', () => {
  const { SESSION_PUBLIC_KEYS } = pair();
  expect(() => readConfig({ ...good(), SESSION_PUBLIC_KEYS })).toThrow(/lacks the public key of SESSION_KEY/);
  const own = good();
  const both = `${SESSION_PUBLIC_KEYS},${own.SESSION_PUBLIC_KEYS}`;
  expect(readConfig({ ...own, SESSION_PUBLIC_KEYS: both }).SESSION_PUBLIC_KEYS).toHaveLength(2);
});
