import { resolve } from 'node:path';
import { readSettings, withoutStripe } from './settings.js';

it('has a default for everything', () => {
  expect(readSettings({})).toEqual({
    port: 3000,
    dashboardPort: 'usual',
    tracesTo: undefined,
    dataDir: resolve('.local'),
    expirationWindowSeconds: 900,
    reservationsPerAccount: 6,
    logLevel: 'info',
    instances: {},
    stripe: 'stand-in',
    redis: undefined,
    watch: false,
    bundled: false,
    site: true,
    longestRestartDelayMs: 15_000,
  });
});

it('names every bad setting at once', () => {
  const bad = {
    PORT: 'abc',
    EXPIRATION_WINDOW_SECONDS: '-1',
    RESERVATIONS_PER_ACCOUNT: '0',
    TICKETING_MONGOD: '/nope',
    TICKETING_NATS_STREAMING: '/nope',
    TICKETING_INSTANCES: 'gateway=2',
    LOG_LEVEL: 'loud',
    REDIS_PORT: '70000',
  };
  let message = '';
  try {
    readSettings(bad);
  } catch (error) {
    ({ message } = error as Error);
  }
  for (const [name, value] of Object.entries(bad)) {
    expect(message).toMatch(new RegExp(`${name} must [^;]*, not "${value}"`));
  }
  expect(message).not.toContain('\n');
});

it.each([
  ['PORT', '0'],
  ['PORT', '3000.5'],
  ['DASHBOARD_PORT', '0'],
  ['DASHBOARD_PORT', 'on'],
  ['EXPIRATION_WINDOW_SECONDS', 'Infinity'],
  ['RESERVATIONS_PER_ACCOUNT', '2.5'],
  ['TICKETING_INSTANCES', 'orders=0'],
  ['TICKETING_INSTANCES', 'orders=99'],
])('refuses %s=%s', (name, value) => {
  expect(() => readSettings({ [name]: value })).toThrow(name);
});

it.each([
  ['off', 'off'],
  ['4000', 4000],
  ['', 'usual'],
])('reads the port of the dashboard: "%s"', (given, port) => {
  expect(readSettings({ DASHBOARD_PORT: given }).dashboardPort).toBe(port);
});

it('refuses one port for two servers', () => {
  expect(() => readSettings({ PORT: '4000', DASHBOARD_PORT: '4000' })).toThrow(
    'DASHBOARD_PORT must not be 4000, which is PORT',
  );
});

it('treats an empty setting as missing', () => {
  expect(readSettings({ PORT: '', REDIS_HOST: '' })).toMatchObject({ port: 3000, redis: undefined });
});

it('reads the number of instances of each service', () => {
  expect(readSettings({ TICKETING_INSTANCES: 'orders=2, tickets=3' }).instances).toEqual({
    orders: 2,
    tickets: 3,
  });
});

const STRIPE_KEYS = {
  STRIPE_SECRET_KEY: 'sk_test_a',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_a',
  STRIPE_WEBHOOK_SECRET: 'whsec_a',
};

it('uses real Stripe when its keys are there', () => {
  expect(readSettings(STRIPE_KEYS).stripe).toEqual(STRIPE_KEYS);
  const elsewhere = { ...STRIPE_KEYS, STRIPE_API_URL: 'http://localhost:12111' };
  expect(readSettings(elsewhere).stripe).toEqual(elsewhere);
});

it.each(Object.keys(STRIPE_KEYS))('names %s when only the other keys are there', (missing) => {
  const set = Object.keys(STRIPE_KEYS).find((name) => name !== missing);
  const read = () => readSettings({ ...STRIPE_KEYS, [missing]: '', PORT: 'abc' });
  expect(read).toThrow(`${missing} is missing, and ${set} is set`);
  expect(read).toThrow('PORT must be');
});

it('names all missing keys of Stripe in one sentence', () => {
  expect(() =>
    readSettings({ STRIPE_API_URL: 'http://localhost:12111', STRIPE_SECRET_KEY: 'sk_test_a' }),
  ).toThrow('STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET are missing, and STRIPE_SECRET_KEY is set');
});

it('never prints a key of Stripe', () => {
  expect(() => readSettings({ STRIPE_SECRET_KEY: 'sk_live_a' })).toThrow(/^(?!.*sk_live_a)/);
});

it('uses the stand-in for Stripe without the settings of Stripe', () => {
  expect(readSettings(withoutStripe({ ...STRIPE_KEYS, PORT: '4000' }))).toMatchObject({
    port: 4000,
    stripe: 'stand-in',
  });
});

it('uses a running Redis when either of its settings is there', () => {
  expect(readSettings({ REDIS_HOST: 'cache' }).redis).toEqual({ host: 'cache', port: 6379 });
  expect(readSettings({ REDIS_PORT: '6380' }).redis).toEqual({ host: '127.0.0.1', port: 6380 });
  const given = readSettings({ REDIS_HOST: 'cache', REDIS_USERNAME: 'timers', REDIS_PASSWORD: 'x' });
  expect(given.redis).toMatchObject({ login: { username: 'timers', password: 'x' } });
});
