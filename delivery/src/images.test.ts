import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Visitor } from '@ticketing/e2e/testing';
import { type NodeServiceOptions, startSystem, type System } from '@ticketing/local';
import { eventually, freePort } from '@ticketing/processes';
import { serviceNames, SITE } from '@ticketing/system';
import { BuildContext } from './image/context.js';
import { parseDockerfile } from './image/dockerfile.js';
import { ImageBuilder, type Image } from './image/image-builder.js';
import { ImageService } from './image/image-service.js';
import { lockedPackages } from './image/installed.js';
import { read, ROOT, SHIPPED } from './root.js';

/** A pod has this time between SIGTERM and SIGKILL: its grace period of 40 s without the first 10 s. */
const GRACE_MS = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'ticketing-images-'));
const dataDir = mkdtempSync(join(tmpdir(), 'ticketing-images-data-'));
const images = new Map<string, Image>();
const options = new Map<string, NodeServiceOptions>();
let system: System;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  const context = new BuildContext(ROOT, read('.dockerignore'));
  const builder = new ImageBuilder(parseDockerfile(read('Dockerfile')), context, folder);
  images.set(SITE.name, builder.build(SITE.name));
  for (const name of serviceNames) images.set(name, builder.build('service', { WORKSPACE: name }, name));
  for (const { root } of images.values()) readOnly(root);
  system = await startSystem({
    dataDir,
    port: 0,
    logLevel: 'warn',
    expirationWindowSeconds: 3,
    interference: {
      run: (given) => {
        options.set(given.name, given);
        return new ImageService(images.get(given.name)!, given);
      },
    },
  });
}, 300_000);

afterAll(async () => {
  await system?.stop();
  for (const name of SHIPPED) {
    const size = sizeOf(join(folder, name, 'app')) / 1e6;
    process.stdout.write(`image ${name}: ${size.toFixed(1)} MB in ${filesOf(name).length} files\n`);
  }
  for (const each of [folder, dataDir]) rmSync(each, { recursive: true, force: true });
}, 60_000);

describe('the system, run from read-only images by another user', () => {
  it('lists a ticket, reserves it, and puts it on sale again in time', async () => {
    const [seller, buyer] = [await Visitor.signedUp(system.url), await Visitor.signedUp(system.url)];
    const ticket = await seller.sell('Concert', 20);
    const order = await eventually(async () => {
      const answer = await buyer.reserve(ticket.id);
      expect(answer.status).toBe(201);
      return answer.body;
    });
    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBe(order.id));
    await eventually(async () => expect((await buyer.order(order.id)).status).toBe('cancelled'), 30_000);
    await eventually(async () => expect((await seller.ticket(ticket.id)).orderId).toBeUndefined());
  });

  it('serves the site, with the scripts and styles that its pages name', async () => {
    const page = await fetch(system.url);
    expect(page.status).toBe(200);
    const named = [...(await page.text()).matchAll(/(?:src|href)="(\/_next\/static\/[^"]+\.(?:js|css))"/g)];
    expect(named.length).toBeGreaterThan(3);
    for (const [, path] of named) expect((await fetch(system.url + path)).status).toBe(200);
  });

  it.each(SHIPPED)(
    'starts %s, which says that it is alive and stops in good order',
    async (name) => {
      const port = await freePort();
      const given = options.get(name)!;
      const env = () => ({
        ...given.env!(),
        ...(name === SITE.name ? {} : { NATS_CLIENT_ID: `${name}-of-the-image` }),
      });
      const { file, args, ...where } = new ImageService(images.get(name)!, { ...given, env }).command(port);
      const child = spawn(file, args, { ...where, stdio: 'ignore' });
      const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
      try {
        const alive = async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
        await eventually(alive, 60_000);
        const began = Date.now();
        child.kill('SIGTERM');
        expect(await exit).toEqual([0, null]);
        expect(Date.now() - began).toBeLessThan(GRACE_MS);
      } finally {
        child.kill('SIGKILL');
      }
    },
    120_000,
  );
});

describe.each(SHIPPED)('the image of %s', (name) => {
  it('has only packages that run, and nothing of other services', () => {
    const locked = lockedPackages(ROOT);
    const paths = filesOf(name).filter((file) => file.includes('node_modules/'));
    const packages = new Set(
      paths.flatMap((file) => /^(?:\w+\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []),
    );
    expect(packages.size).toBeGreaterThan(5);
    const others = [...packages].filter((path) => path !== 'node_modules/@ticketing/common');
    expect(others.filter((path) => !locked[path] || locked[path].dev || path.includes('@types/'))).toEqual(
      [],
    );
    const folders = readdirSync(join(folder, name, 'app')).sort();
    const link = name === SITE.name ? [] : ['service'];
    expect(folders).toEqual([name, 'node_modules', ...link].sort());
  });

  it('has no source, source map or test of this project', () => {
    const own = filesOf(name).filter((file) => !/node_modules\/(?!@ticketing\/)/.test(file));
    expect(own).toContain(name === SITE.name ? 'client/server.js' : `${name}/dist/index.js`);
    const unwanted = /\.(tsx?|map|tsbuildinfo|md)$|\.test\.|(^|\/)(testing|src)\/|\.env|jest/;
    expect(own.filter((file) => unwanted.test(file))).toEqual([]);
    expect(filesOf(name).filter((file) => /\.(map|d\.[cm]?ts)$/.test(file))).toEqual([]);
  });
});

function filesOf(name: string): string[] {
  const app = join(folder, name, 'app');
  return readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(app, join(entry.parentPath, entry.name)));
}

function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function readOnly(root: string): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o555);
}
