import { eventually } from '@ticketing/processes';
import type { Page } from 'playwright-core';
import { hydrated } from './hydrated.js';
import type { Site } from './site.js';

/** The browser says which files are missing, and so does the script that wanted them. */
export async function expectOnlyMissingFiles(site: Site): Promise<void> {
  await site.dismiss(); // a page that is still open could complain later
  for (const complaint of site.complaints.splice(0)) expect(complaint).toMatch(/ChunkLoadError|chunk/);
}

/** Answers requests for files of the site as a server of another version does. */
export async function withoutFiles(page: Page, isMissing: (url: string) => boolean) {
  let loads = 0;
  let missedBy = 0;
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) loads += 1;
  });
  const pattern = '**/_next/static/**';
  await page.route(pattern, (route) => {
    if (!isMissing(route.request().url())) return route.continue();
    missedBy = loads;
    return route.fulfill({ status: 404, body: 'Not Found' });
  });
  return {
    /** Resolves when the page was loaded so many times and a file was missing the last time too. */
    missedByLoads: (count: number) => eventually(() => expect(missedBy).toBeGreaterThanOrEqual(count)),
    back: () => page.unroute(pattern),
  };
}

/** Keeps the page from being loaded again until the returned function is called. */
export async function holdLoads(page: Page): Promise<() => void> {
  let letGo = () => {};
  const released = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**', async (route) => {
    if (route.request().isNavigationRequest()) await released;
    await route.fallback();
  });
  return letGo;
}

/** Resolves when the scripts of the page run and its style sheet is there. The page may be loaded again until then. */
export async function isAlive(page: Page): Promise<void> {
  const hasStyle = () => getComputedStyle(document.body).fontFamily !== 'Times New Roman';
  await page.waitForFunction(hasStyle, undefined, { timeout: 60_000 });
  await hydrated(page.locator('form').first());
}
