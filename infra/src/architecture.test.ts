import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTNERS, type Service, services, usesBus } from '@ticketing/system';
import { secretsOf } from './architecture';
import { secretFor } from './model/environment';
import { INFRA } from './model/render';
import { duration, quantity, size } from './model/quantity';
import { readNatsFlags } from './model/nats-flags';
import { OVERLAYS } from './model/overlays';
import { servedPaths } from './rules/probes';
import { readSettings } from './settings-readers';

const file = (path: string) => readFileSync(join(INFRA, path), 'utf8');

const SERVER = ['HOST', 'LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER_ARG', 'PORT'];
const WITH_DEFAULT = [
  'ALLOW_TEST_PAYMENTS',
  'COOKIE_SECURE',
  'COOKIE_SUFFIX',
  'NATS_CA_FILE',
  'NATS_OUTAGE_SECONDS',
  'REDIS_CA_FILE',
  'REDIS_PASSWORD',
  'REDIS_PORT',
  'REDIS_USERNAME',
  'STRIPE_API_URL',
];
const SESSIONS = {
  COOKIE_SECURE: 'true',
  COOKIE_SUFFIX: '',
  SESSION_PUBLIC_KEYS: secretFor('SESSION_PUBLIC_KEYS'),
};
const BUS = {
  NATS_CA_FILE: '',
  NATS_CLIENT_ID: 'x',
  NATS_CLUSTER_ID: 'x',
  NATS_OUTAGE_SECONDS: '1',
  NATS_URL: 'nats://x:1',
};
const REDIS = {
  REDIS_HOST: 'x',
  REDIS_PORT: '1',
  REDIS_USERNAME: 'x',
  REDIS_PASSWORD: 'x',
  REDIS_CA_FILE: '',
};
const STORE = { mongodb: { MONGO_URI: 'mongodb://x/x' }, redis: REDIS };

/** The settings that follow from what a service owns, reads and hears, each with a value that is valid. */
function settingsOf(service: Service): Record<string, string> {
  const { owns, sessions, uses, keys = [] } = service;
  const partner = uses && PARTNERS[uses];
  return {
    ...(owns && STORE[owns]),
    ...(sessions && SESSIONS),
    ...(usesBus(service) && BUS),
    ...(partner && { [partner.urlSetting]: 'http://localhost:1', [partner.testSetting]: 'true' }),
    ...Object.fromEntries(
      [...keys, ...(partner?.keys ?? [])].map((key) => [key, secretFor(key).replace('_live_', '_test_')]),
    ),
  };
}

describe.each(services)('$name', (service) => {
  const given = settingsOf(service);

  it('reads the settings that follow from its description, and no others', () => {
    const { names, problems } = readSettings(service.name, given);
    expect(problems).toEqual([]);
    expect([...names].sort()).toEqual([...SERVER, ...Object.keys(given), ...service.settings].sort());
  });

  it('names each setting that is missing', () => {
    const missing = readSettings(service.name, {}).problems.map((problem) => problem.split(' ')[0]);
    const required = Object.keys(given).filter((name) => !WITH_DEFAULT.includes(name));
    expect(missing.sort()).toEqual(required.sort());
  });
});

it('knows the paths that each kind of server answers', () => {
  expect(servedPaths('orders')).toEqual(['/healthz', '/readyz', '/metrics']);
  expect(servedPaths('client')).toEqual(['/healthz']);
});

it('names every secret and key in README.md, for the operator', () => {
  const readme = file('README.md');
  const secrets = Object.assign({}, ...OVERLAYS.map(secretsOf)) as Record<string, string[]>;
  for (const [name, keys] of Object.entries(secrets)) {
    expect(readme).toContain(name);
    for (const key of keys.filter((one) => !one.startsWith('tls.'))) expect(readme).toContain(key);
  }
});

it.each([
  ['512Mi', 512 * 2 ** 20],
  ['100m', 0.1],
  ['2', 2],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['1Qi', undefined],
  ['Mi', undefined],
])('reads the quantity %s', (text, value) => expect(quantity(text)).toBe(value));

it('reads sizes and durations as the servers do', () => {
  expect([size('256MB'), size('160mb'), size('1G'), size('7'), size('1TBs')]).toEqual([
    2 ** 28,
    160 * 2 ** 20,
    2 ** 30,
    7,
    undefined,
  ]);
  expect([duration('168h'), duration('1h30m'), duration('500ms'), duration('5')]).toEqual([
    604_800,
    5_400,
    0.5,
    undefined,
  ]);
});

it('reads flags with one dash or two, under any of their names', () => {
  expect(readNatsFlags(['-cid=a', '--max_age=1h', '-clustered'])).toEqual({
    values: { cluster_id: 'a', max_age: '1h', clustered: 'true' },
    problems: [],
  });
});
