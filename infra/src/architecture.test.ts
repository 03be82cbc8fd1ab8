import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { READERS, ROUTES, secretsOf } from './architecture';
import { INFRA } from './model/render';
import { duration, quantity, size } from './model/quantity';
import { readNatsFlags } from './model/nats-flags';
import { OVERLAYS } from './model/overlays';
import { servedPaths } from './rules/probes';
import { readSettings } from './rules/settings';

const file = (path: string) => readFileSync(join(INFRA, path), 'utf8');

it('routes what the gateway on one machine routes', () => {
  const topology = file('../local/src/topology.ts');
  for (const path of Object.keys(ROUTES)) expect(topology).toContain(`'${path}': `);
  expect(topology.match(/'\/(api\/\w+)?': /g)).toHaveLength(Object.keys(ROUTES).length);
});

it("asks for each service's settings where it reads them", () => {
  for (const app of Object.keys(READERS)) {
    expect(readSettings(app, {}).problems).not.toEqual([]);
    expect(file(`../${app}/src/index.ts`)).toContain(`runService('${app}', ${READERS[app]!.name},`);
  }
  expect(readSettings('client', {}).names.sort()).toEqual([
    'API_URL',
    'AUTH_URL',
    'ORDERS_URL',
    'PORT',
    'TICKETS_URL',
  ]);
});

it('knows the paths that are served', () => {
  expect(servedPaths('orders')).toEqual(['/healthz', '/readyz', '/metrics']);
  expect(servedPaths('client')).toEqual(['/healthz']);
});

it('tells the operator of every secret and key', () => {
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

it('reads flags with one dash or two, by any of their names', () => {
  expect(readNatsFlags(['-cid=a', '--max_age=1h', '-clustered'])).toEqual({
    values: { cluster_id: 'a', max_age: '1h', clustered: 'true' },
    problems: [],
  });
});
