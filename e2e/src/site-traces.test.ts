import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { NodeService } from '@ticketing/local';
import { SITE } from '@ticketing/system';
import { TraceCollector } from './testing/trace-collector.js';

const SCRIPT = join(__dirname, '../..', SITE.name, '.next/standalone', SITE.name, 'server.js');
const TICKET = 'a'.repeat(24);

let site: NodeService;
afterEach(() => site.kill());

/** Asks the built site for a page, and stops it as soon as the page is there. Resolves to how long the stop took, in ms. */
async function stopAfterAPage(env: Record<string, string>): Promise<number> {
  site = new NodeService({
    name: SITE.name,
    script: SCRIPT,
    readyPath: '/healthz',
    env: () => ({
      HOSTNAME: '127.0.0.1',
      NEXT_TELEMETRY_DISABLED: '1',
      [SITE.keySetting]: randomBytes(32).toString('base64'),
      API_URL: 'http://127.0.0.1:1', // nobody listens there: the page says that a service is down
      ...env,
    }),
  });
  await site.start();
  const page = await fetch(`http://127.0.0.1:${site.port}/tickets/${TICKET}`);
  await page.text();
  const began = performance.now();
  await site.stop();
  return performance.now() - began;
}

it('sends the traces of the last page before it ends', async () => {
  const collector = new TraceCollector();
  await stopAfterAPage(await collector.start());
  collector.stop();
  const spans = collector.spansOf(TICKET).map(({ name }) => name);
  expect(spans).toEqual(expect.arrayContaining(['call tickets', 'GET /tickets/[id]']));
});

it('ends in time when nobody takes its traces', async () => {
  let asked = 0;
  const silent = createServer(() => asked++).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const ms = await stopAfterAPage({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
  silent.close().closeAllConnections();
  expect(asked).toBeGreaterThan(0);
  expect(ms).toBeGreaterThan(1_500);
  expect(ms).toBeLessThan(4_000);
});

it('ends at once when it makes no traces', async () => {
  const ms = await stopAfterAPage({});
  expect(ms).toBeLessThan(1_000);
});
