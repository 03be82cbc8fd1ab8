import { mongoOwners, SITE } from '@ticketing/system';
import type { Keys } from './keys.js';
import type { Interference } from './interference.js';
import { NodeService, type NodeServiceOptions } from './servers/node-service.js';
import { readSettings } from './settings.js';
import { topology } from './topology.js';

const KEYS: Keys = {
  session: 'of sessions',
  sessionPublic: 'of sessions, public',
  device: 'of devices',
  site: 'of the site',
  pass: 'of passes',
  stripe: { secretKey: 'sk_test_a', publishableKey: 'pk_test_a', webhookSecret: 'whsec_a' },
  passwordOf: (user, server) => `${user}-of-${server}`,
};
const REAL = {
  STRIPE_SECRET_KEY: 'sk_test_b',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_b',
  STRIPE_WEBHOOK_SECRET: 'whsec_b',
};

/** The topology, and the settings that a process of it would get. No process is started. */
function made(env: NodeJS.ProcessEnv = {}, interference: Interference = {}) {
  const options = new Map<string, NodeServiceOptions>();
  const parts = topology(readSettings(env), KEYS, {
    ...interference,
    run: (given) => {
      options.set(given.name, given);
      return new NodeService({ ...given, port: 1 });
    },
  });
  const servers = parts.components.map(({ server }) => server);
  for (const server of servers) Object.defineProperty(server, 'port', { value: PORTS++ });
  return {
    ...parts,
    servers,
    names: servers.map(({ name }) => name),
    settingsOf: (name: string) => options.get(name)?.env?.(),
  };
}
let PORTS = 20_000;

it('gives the site the key that the data directory keeps', () => {
  expect(made().settingsOf(SITE.name)).toMatchObject({ [SITE.keySetting]: 'of the site' });
});

it('gives a key of a service to that service alone', () => {
  const { settingsOf } = made();
  expect(settingsOf('orders')).toMatchObject({ PASS_KEY: 'of passes' });
  for (const other of ['auth', 'tickets', 'payments', 'expiration', SITE.name])
    expect(Object.values(settingsOf(other) ?? {})).not.toContain('of passes');
});

it('gives a service the login of its own database, and tests that of the admin', () => {
  const { settingsOf, backing } = made();
  for (const name of mongoOwners) {
    const own = String(settingsOf(name)?.MONGO_URI);
    expect(own).toMatch(
      new RegExp(`^mongodb://${name}:${name}-of-mongodb-${name}@.*/${name}\\?authSource=${name}$`),
    );
    expect(backing().mongo[name]).toContain(`//admin:admin-of-mongodb-${name}@`);
    expect(own).not.toContain('admin');
  }
});

describe('the stand-in for Stripe', () => {
  it('runs before payments, which gets its keys and its address', () => {
    const { components, servers, settingsOf } = made();
    const stripe = servers.find(({ name }) => name === 'stripe')!;
    const payments = components.find(({ server }) => server.name === 'payments')!;
    expect(payments.after).toContain(stripe);
    expect(settingsOf('payments')).toMatchObject({
      STRIPE_SECRET_KEY: 'sk_test_a',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_a',
      STRIPE_WEBHOOK_SECRET: 'whsec_a',
      STRIPE_API_URL: `http://localhost:${stripe.port}`,
      ALLOW_TEST_PAYMENTS: 'true',
    });
  });

  it('is the only origin from which pages may load the card form', () => {
    const { servers, settingsOf } = made();
    const { port } = servers.find(({ name }) => name === 'stripe')!;
    expect(settingsOf(SITE.name)).toMatchObject({ STRIPE_FORM_ORIGIN: `http://localhost:${port}` });
  });

  it('is reached through a proxy when a test puts one before it', () => {
    const { settingsOf } = made({}, { route: (_, server, port) => (server === 'stripe' ? 7 : port) });
    expect(settingsOf('payments')).toMatchObject({ STRIPE_API_URL: 'http://localhost:7' });
  });

  it('does not run when the keys of real Stripe are set, which payments gets', () => {
    const { names, settingsOf, backing } = made(REAL);
    expect(names).not.toContain('stripe');
    expect(settingsOf('payments')).toMatchObject({ ...REAL, ALLOW_TEST_PAYMENTS: 'true' });
    expect(settingsOf('payments')).not.toHaveProperty('STRIPE_API_URL');
    expect(settingsOf(SITE.name)).toMatchObject({ STRIPE_FORM_ORIGIN: 'https://js.stripe.com' });
    expect(backing()).not.toHaveProperty('stripe');
  });

  it('is announced, and so is the kind of real keys', () => {
    expect(made().advice?.().join()).toContain('4242 4242 4242 4242');
    expect(made(REAL).advice?.().join()).toContain('no money moves');
    const live = { ...REAL, STRIPE_SECRET_KEY: 'sk_live_b' };
    expect(made(live).advice?.().join()).toContain('cards are charged');
  });
});
