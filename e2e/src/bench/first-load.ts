import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { eventually, freePort, NodeService } from '@ticketing/local';
import type { Page } from 'playwright-core';
import { Site } from '../browser/testing/site.js';

const ROOT = join(__dirname, '../../..');
const MOST = 1.12;
const MINIMAL = {
  'package.json': '{"private":true,"type":"module"}',
  'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(ROOT)} } };`,
  'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
  'app/page.jsx': "export const dynamic = 'force-dynamic';\nexport default () => <h1>Hello</h1>;",
};

/**
 * How much JavaScript does a browser load with the first page, beside that of the least site there can be with the same
 * Next.js? In bytes as they are sent, compressed by gzip.
 */
async function main(): Promise<void> {
  mkdirSync(join(ROOT, '.local'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.local/minimal-'));
  const next = join(ROOT, 'node_modules/next/dist/bin/next');
  const site = await Site.open();
  try {
    for (const [file, text] of Object.entries(MINIMAL)) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    console.log('Building the least site there can be …');
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
    const built = spawnSync(process.execPath, [next, 'build', folder], {
      env,
      encoding: 'utf8',
      timeout: 300_000,
    });
    if (built.status !== 0) throw new Error(`it could not be built: ${built.stdout}${built.stderr}`);
    const args = ['start', folder, '--hostname', '127.0.0.1'];
    const minimal = new NodeService({
      name: 'minimal',
      script: next,
      args,
      port: await freePort(),
      readyPath: '/',
    });
    await minimal.start();
    try {
      const least = await firstLoad(await site.visitor(), `http://127.0.0.1:${minimal.port}/`);
      console.log(`The least: ${kilobytes(least)}; the aim: at most ${MOST} ×`);
      for (const [path, bytes] of await ofEachPage(site)) {
        const ratio = bytes / least;
        console.log(`${ratio <= MOST ? '✔' : '✘'} ${path}: ${kilobytes(bytes)}, ${ratio.toFixed(3)} ×`);
        if (ratio > MOST) process.exitCode = 1;
      }
    } finally {
      await minimal.stop();
    }
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ofEachPage(site: Site): Promise<[string, number][]> {
  const [seller, buyer] = [await site.member(), await site.member()];
  const [held, free] = [await site.sell(seller, 'Concert'), await site.sell(seller, 'Opera')];
  const order = await site.reserve(buyer, held.id);
  const visits: [string, Page, string][] = [
    ['/', await site.visitor(), '/'],
    ['/auth/signin', await site.visitor(), '/auth/signin'],
    ['/auth/signup', await site.visitor(), '/auth/signup'],
    ['/tickets/new', seller, '/tickets/new'],
    ['/tickets/mine', seller, '/tickets/mine'],
    ['/tickets/[id]', buyer, `/tickets/${free.id}`],
    ['/tickets/[id]/edit', seller, `/tickets/${free.id}/edit`],
    ['/orders', buyer, '/orders'],
    ['/orders/[id]', buyer, `/orders/${order.id}`],
  ];
  const loads: [string, number][] = [];
  for (const [name, page, path] of visits) loads.push([name, await firstLoad(page, site.url + path)]);
  return loads;
}

/** The compressed size of all scripts that the browser asks for as it loads a page. */
async function firstLoad(page: Page, url: string): Promise<number> {
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') scripts.set(answer.url(), answer.body());
  });
  await page.goto(url, { waitUntil: 'load' });
  // loaded, and run: what the first scripts ask for has been asked for as well
  await eventually(async () => {
    if (!(await page.evaluate(() => performance.getEntriesByType('resource').length > 0)))
      throw new Error(url);
  });
  await page.waitForLoadState('networkidle');
  const bodies = await Promise.all(scripts.values());
  page.removeAllListeners('response');
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

void main();
