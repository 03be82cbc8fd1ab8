import { sharedSite } from '../testing/shared-site.js';
import type { Site } from '../testing/site.js';

export function searching(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  describe.each([true, false])('JavaScript %s', (javaScriptEnabled) => {
    it('a search finds titles as people type them', async () => {
      const seller = await site.account();
      const titles = ['東京コンサート武道館', 'Łódź jazz', 'Straße der Lieder', 'ΜΟΥΣΙΚΗ', 'AC/DC'];
      for (const title of titles) await site.list(seller, { title });
      const page = await site.visitor({ javaScriptEnabled });
      const searches = ['コンサート', 'lodz', 'strasse', 'ΜΟΥΣ', 'acdc'];
      for (const [index, q] of searches.entries()) {
        await page.goto('/');
        await page.getByLabel('Search tickets').fill(q);
        await page.getByRole('button', { name: 'Search', exact: true }).click();
        await page.getByRole('heading', { name: 'Results for' }).waitFor();
        await page.getByRole('link', { name: titles[index]! }).first().waitFor();
      }
    });

    it.each(['🎸', '!!!'])('a search for %s finds nothing, and says why', async (q) => {
      await site.list(await site.account(), { title: `${q} festival` });
      const page = await site.visitor({ javaScriptEnabled });
      await page.goto('/');
      await page.getByLabel('Search tickets').fill(q);
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.getByRole('heading', { name: 'There is no word to search for' }).waitFor();
      expect(await page.getByRole('link', { name: 'festival' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Show all tickets' }).click();
      await page
        .getByRole('link', { name: `${q} festival` })
        .first()
        .waitFor();
    });

    it('a search that is too long is cut and not refused', async () => {
      const page = await site.visitor({ javaScriptEnabled });
      await page.goto(`/?q=${encodeURIComponent('👩‍🚀'.repeat(150) + 'x'.repeat(100))}`);
      await page.getByRole('heading', { name: 'No ticket matches' }).waitFor();
    });
  });
}
