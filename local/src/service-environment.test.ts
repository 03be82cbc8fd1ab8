import { rmSync } from 'node:fs';
import type { Settings } from './settings.js';
import { FakeSystem } from './testing/fake-system.js';
import { tracesEnvironment } from './service-environment.js';

const NAME = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const fake = new FakeSystem();
const before = process.env[NAME];

beforeEach(() => delete process.env[NAME]);
afterEach(() => fake.system?.stop());
afterAll(() => {
  if (before !== undefined) process.env[NAME] = before;
  rmSync(fake.dataDir, { recursive: true, force: true });
});

/** What a service of a system is told of traces. */
async function told(dashboard: boolean): Promise<Record<string, string>> {
  let seen: Settings | undefined;
  const topology = (settings: Settings) => {
    seen = settings;
    return fake.topology();
  };
  await fake.start({ dashboard, dashboardPort: 0, topology });
  return tracesEnvironment(seen!);
}

it('sends traces to the dashboard', async () => {
  const environment = await told(true);
  expect(environment).toEqual({ [NAME]: `http://127.0.0.1:${fake.system?.dashboardPort}` });
});

it('sends no traces when there is no dashboard', async () => {
  expect(await told(false)).toEqual({});
  expect(fake.system?.state().dashboard).toBeUndefined();
});

it('leaves traces to the collector that somebody has named', async () => {
  process.env[NAME] = 'http://collector:4318';
  expect(await told(true)).toEqual({});
});
