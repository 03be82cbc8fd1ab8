import { setTimeout as pause } from 'node:timers/promises';
import { hydrated } from '../../testing/hydrated.js';
import { expectOnlyMissingFiles, holdLoads, isAlive, withoutFiles } from '../../testing/missing-files.js';
import { sharedSite } from '../../testing/shared-site.js';
import type { Site } from '../../testing/site.js';

/** A page is loaded anew while its visitor clicks. */
export function reloads(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it('goes where a click leads that comes meanwhile', async () => {
    const seller = await site.account();
    const page = await site.pageOf(seller);
    await page.goto('/tickets/mine');
    const link = page.getByRole('link', { name: 'Browse' });
    await hydrated(link);
    // Playwright's own click waits for the load of a page, and people do not
    await link.evaluate((element: HTMLElement) =>
      addEventListener('beforeunload', () => setTimeout(() => element.click(), 100), { once: true }),
    );
    await page.route('**', async (route) => {
      const isForRouter = 'rsc' in route.request().headers();
      const isOfList = route.request().url().includes('/tickets/mine');
      if (!isForRouter) await route.fallback();
      // the router loads the page anew when an answer is of another version; the answer for the link comes never
      else if (isOfList) await route.fulfill({ contentType: 'text/html', body: 'of another version' });
    });
    const load = await holdLoads(page);
    const isLoaded = page.waitForRequest((request) => request.isNavigationRequest());
    await site.sell(seller, { title: 'Gloria' });
    await isLoaded;
    await pause(1_000);
    load();
    await page.getByRole('heading', { name: 'Tickets on sale' }).waitFor();
  });

  it('stays away when the visitor has clicked on a link before', async () => {
    const page = await site.visitor();
    const files = await withoutFiles(page, (url) => url.endsWith('.js'));
    await page.goto('/', { waitUntil: 'commit' });
    const load = await holdLoads(page);
    await page.getByRole('link', { name: 'Sign in' }).click({ noWaitAfter: true });
    await files.back();
    await pause(1_500); // the page would be loaded again after one second
    load();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await isAlive(page);
    await expectOnlyMissingFiles(site);
  });
}
