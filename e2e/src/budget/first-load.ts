import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { mainPages } from '../browser/testing/main-pages.js';
import type { Site } from '../browser/testing/site.js';
import { MinimalSite } from './minimal-site.js';

/** A page may load at most this many times the JavaScript of a minimal site with the same Next.js. */
export const MOST = 1.12;

export interface FirstLoads {
  /** The JavaScript of the minimal site, in bytes, compressed by gzip. */
  least: number;
  pages: { name: string; bytes: number; ratio: number }[];
}

/** Measures the JavaScript that a browser loads with each main page if that page is the first one of a visit. */
export async function firstLoads(site: Site): Promise<FirstLoads> {
  const [least, pages] = await Promise.all([leastFirstLoad(site), pageFirstLoads(site)]);
  return { least, pages: pages.map(({ name, bytes }) => ({ name, bytes, ratio: bytes / least })) };
}

async function leastFirstLoad(site: Site): Promise<number> {
  const minimal = await MinimalSite.start();
  try {
    return await firstLoad(await site.visitor(), minimal.url);
  } finally {
    await minimal.stop();
  }
}

async function pageFirstLoads(site: Site): Promise<{ name: string; bytes: number }[]> {
  const pages = [];
  for (const { name, path, account } of await mainPages(site)) {
    pages.push({ name, bytes: await firstLoad(await site.pageOf(account), site.url + path) });
  }
  return pages;
}

/** The compressed size of all scripts that the browser asks for as it loads a page. */
async function firstLoad(page: Page, url: string): Promise<number> {
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') scripts.set(answer.url(), answer.body());
  });
  // waits until the first scripts have run and the scripts that they ask for have been loaded too
  await page.goto(url, { waitUntil: 'networkidle' });
  const bodies = await Promise.all(scripts.values());
  if (bodies.length === 0) throw new Error(`${url} has loaded no script`);
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}
