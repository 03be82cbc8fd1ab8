import { AGAIN } from '../../testing/another-version.js';
import { fillTicket } from '../../testing/fill-ticket.js';
import { expectOnlyMissingFiles } from '../../testing/missing-files.js';
import { MODES } from '../../testing/modes.js';
import { sharedSite } from '../../testing/shared-site.js';
import type { Site } from '../../testing/site.js';
import { SiteVersion } from '../../testing/site-version.js';

/** Another version of the site takes over from the one whose pages are open. */
export function replacedSite(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  let version: SiteVersion;
  beforeAll(async () => {
    version = await SiteVersion.build();
  }, 300_000);
  afterAll(() => version?.remove());
  // an open page may want a file of its own version when the other one serves
  afterEach(() => expectOnlyMissingFiles(site));

  it.each(MODES)('%s: takes over from open pages, and they lose nothing', async (_, js) => {
    const seller = await site.account();
    const ticket = await site.sell(seller, { title: 'Requiem' });
    const buyer = await site.account();
    const [selling, reserving, moving] = await Promise.all([
      site.pageOf(seller, { javaScriptEnabled: js }),
      site.pageOf(buyer, { javaScriptEnabled: js }),
      site.pageOf(buyer, { javaScriptEnabled: js }),
    ]);
    await selling.goto('/tickets/new');
    await fillTicket(selling, { title: 'Vespers', price: '30' });
    // the live page would load itself anew from the other version
    await reserving.route('**/live/**', (route) => route.abort());
    await reserving.goto(`/tickets/${ticket.id}`);
    await moving.goto('/orders');
    await version.insteadOfSite(site.system, async () => {
      await selling.getByRole('button', { name: 'List ticket' }).click();
      await selling.getByRole('heading', { name: AGAIN }).waitFor();
      expect(await selling.getByLabel('Title').inputValue()).toBe('Vespers');
      await selling.getByRole('button', { name: 'List ticket' }).click();
      await selling.getByRole('heading', { name: 'This is your ticket' }).waitFor();
      await reserving.getByRole('button', { name: 'Reserve' }).click();
      await reserving.getByRole('heading', { name: AGAIN }).waitFor();
      await reserving.getByRole('button', { name: 'Reserve' }).click();
      await reserving.waitForURL('**/orders/*');
      await moving.getByRole('link', { name: 'Browse' }).click();
      await moving.getByRole('heading', { name: 'Tickets on sale' }).waitFor();
    });
    const listed = await seller.request.get('/api/tickets?mine=true');
    const titles = ((await listed.json()) as { title: string }[]).map(({ title }) => title);
    expect(titles).toEqual(['Vespers', 'Requiem']);
  });

  it('has the same ids for its actions when their code and their pages change', async () => {
    const before = version.actionIds();
    expect(Object.keys(before).length).toBeGreaterThan(5);
    // Next.js gives such a name to an action that closes over values, and encrypts them
    expect(Object.keys(before).filter((name) => name.startsWith('$$'))).toEqual([]);
    version.edit('lib/actions/tickets.ts', 'redirect(`/tickets/', 'redirect(`/tickets//');
    version.edit('app/tickets/new/page.tsx', '<div className="narrow">', '<div className="narrow changed">');
    await version.build();
    expect(version.actionIds()).toEqual(before);
  }, 300_000);
}
