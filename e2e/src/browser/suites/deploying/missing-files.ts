import { fillTicket } from '../../testing/fill-ticket.js';
import { hydrated } from '../../testing/hydrated.js';
import { expectOnlyMissingFiles, holdLoads, isAlive, withoutFiles } from '../../testing/missing-files.js';
import { sharedSite } from '../../testing/shared-site.js';
import type { Site } from '../../testing/site.js';

const NOON = new Date('2031-06-01T12:00:00Z');

/** A page wants scripts and style sheets that the server of another version does not have. */
export function missingFiles(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  afterEach(() => expectOnlyMissingFiles(site));

  it.each(['js', 'css'])('is loaded again until the file is there (%s)', async (ending) => {
    const page = await site.visitor();
    const files = await withoutFiles(page, (url) => url.endsWith(`.${ending}`));
    // the page may be loaded again before all of it has come
    await page.goto('/auth/signin', { waitUntil: 'commit' });
    await files.missedByLoads(2);
    await files.back();
    await isAlive(page);
  });

  it('is loaded again when a script is missing on the way to it', async () => {
    const page = await site.visitor();
    await page.goto('/');
    const link = page.getByRole('link', { name: 'Sign in' });
    await hydrated(link);
    const files = await withoutFiles(page, (url) => url.endsWith('.js'));
    const load = await holdLoads(page);
    // the page says so while its load is held, or the router asks for the whole page before it misses the script
    const isNoticed = Promise.race([
      page.getByRole('heading', { name: 'This site has just been updated' }).waitFor(),
      page.waitForRequest((request) => request.isNavigationRequest()),
    ]);
    await link.click({ noWaitAfter: true });
    await isNoticed;
    await files.back();
    load();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await isAlive(page);
  });

  it('stays as it is while it has typed text, and its form works', async () => {
    const page = await site.member();
    await withoutFiles(page, (url) => url.endsWith('.js'));
    let loads = 0;
    page.on('request', (sent) => {
      if (sent.method() === 'GET' && new URL(sent.url()).pathname === '/tickets/new') loads += 1;
    });
    // nobody knows how long it takes to type, so the page's clock waits for it
    await page.clock.install({ time: NOON });
    await page.clock.pauseAt(NOON);
    await page.goto('/tickets/new');
    await fillTicket(page, { title: 'Serenade', price: '7' });
    await page.clock.runFor(60_000);
    await page.getByRole('button', { name: 'List ticket' }).click();
    await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    await page.getByRole('heading', { name: 'Serenade' }).waitFor();
    expect(loads).toBe(1);
  });
}
