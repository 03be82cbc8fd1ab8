import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { mainPages } from '../browser/testing/main-pages.js';
import type { Site } from '../browser/testing/site.js';
import { MinimalSite } from './minimal-site.js';

/** How much JavaScript a page may load, beside the least site there can be with the same Next.js. */
export const MOST = 1.12;

export interface FirstLoads {
  /** In bytes, compressed by gzip. */
  least: number;
  pages: { name: string; bytes: number; ratio: number }[];
}

/** How much JavaScript a browser loads with each main page, if that is the first one of a visit. */
export async function firstLoads(site: Site): Promise<FirstLoads> {
  const minimal = await MinimalSite.start();
  try {
    const least = await firstLoad(await site.visitor(), minimal.url);
    const pages = [];
    for (const { name, path, visitor } of await mainPages(site)) {
      const bytes = await firstLoad(visitor, site.url + path);
      pages.push({ name, bytes, ratio: bytes / least });
    }
    return { least, pages };
  } finally {
    await minimal.stop();
  }
}

/** The compressed size of all scripts that the browser asks for as it loads a page. */
async function firstLoad(page: Page, url: string): Promise<number> {
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') scripts.set(answer.url(), answer.body());
  });
  // loaded, and run: what the first scripts ask for has been asked for as well
  await page.goto(url, { waitUntil: 'networkidle' });
  const bodies = await Promise.all(scripts.values());
  page.removeAllListeners('response');
  if (bodies.length === 0) throw new Error(`${url} has loaded no script`);
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}
