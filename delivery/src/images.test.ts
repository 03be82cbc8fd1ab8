import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor } from '@ticketing/e2e/testing';
import { type NodeServiceOptions, startSystem, type System } from '@ticketing/local';
import { eventually, freePort } from '@ticketing/processes';
import { serviceNames, SITE } from '@ticketing/system';
import { contentProblems, contentsOf } from './image/contents.js';
import { BuildContext } from './image/context.js';
import { parseDockerfile } from './image/dockerfile.js';
import { ImageBuilder, type Image } from './image/image-builder.js';
import { ImageService } from './image/image-service.js';
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
    const { size, files } = contentsOf(join(folder, name, 'app'));
    process.stdout.write(`image ${name}: ${(size / 1e6).toFixed(1)} MB in ${files.length} files\n`);
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

it.each(SHIPPED)('the image of %s has only files that run, and is small enough', (name) => {
  expect(contentProblems(name, contentsOf(join(folder, name, 'app')))).toEqual([]);
});

function readOnly(root: string): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o555);
}
