import type { Page } from 'playwright-core';
import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import type { Site } from '../testing/site.js';

export function prices(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  const field = (page: Page) => page.getByLabel('Price in US dollars');
  const list = async (page: Page, price: string) => {
    await field(page).fill(price);
    await page.getByRole('button', { name: 'List ticket' }).click();
  };

  describe.each([true, false])('JavaScript %s', (javaScriptEnabled) => {
    it('a price that could mean two amounts, or has more than cents, is refused at its field', async () => {
      const page = await site.member({ javaScriptEnabled });
      await page.goto('/tickets/new');
      await fillTicket(page, { title: 'Not for a thousand' });
      // each refusal differs from the one before, so that it is not taken for it
      const refused: [string, string | RegExp][] = [
        ['0.999', 'Write at most two digits for the cents'],
        ['10.005', /could mean .*\$10,005\.00.* or .*\$10\.00/],
        ['0.500', 'Write at most two digits for the cents'],
        ['1,234', /could mean .*\$1,234\.00.* or .*\$1\.23/],
        ['1000000', /costs at least .* A card can be charged no less and no more\./],
        ['-5', 'A price cannot be below zero.'],
        ['1e3', 'Write the price as a number of US dollars'],
        ['', 'Write a price'],
        ['0.49', 'A ticket costs at least $0.50 and at most $999,999.99.'],
      ];
      for (const [price, refusal] of refused) {
        await list(page, price);
        await page.locator('#price-error').getByText(refusal).waitFor();
        expect(await field(page).inputValue()).toBe(price);
        expect(await page.getByLabel('Title').inputValue()).toBe('Not for a thousand');
      }
      await list(page, '1,5');
      await page.getByText('$1.50', { exact: true }).waitFor();
    });

    it.each(['fr-FR', 'ar-EG', 'en-ZA', 'pl-PL'])(
      'in %s the price that the site writes can be pasted into its form',
      async (locale) => {
        const page = await site.member({ javaScriptEnabled, locale });
        await page.goto('/tickets/new');
        await fillTicket(page, { title: `Pasted ${locale}`, price: '1234.50' });
        await page.getByRole('button', { name: 'List ticket' }).click();
        await page.waitForURL(/\/tickets\/[0-9a-f]{24}$/);
        const written = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).format(1234.5);
        await page.getByText(written, { exact: true }).waitFor();
        await page.goto('/tickets/new');
        await fillTicket(page, { title: `Pasted again ${locale}`, price: written });
        await page.getByRole('button', { name: 'List ticket' }).click();
        await page.waitForURL(/\/tickets\/[0-9a-f]{24}$/);
        await page.getByText(written, { exact: true }).waitFor();
      },
    );

    it('a ticket at a price that no card can be charged needs another one when it is edited', async () => {
      const page = await site.member({ javaScriptEnabled });
      const { id } = await site.list(page, { title: 'Busker' });
      await site.reprice(id, 0.2);
      await page.goto(`/tickets/${id}/edit`);
      await page.getByText('Please give it another price.').waitFor();
      await page.getByLabel('Title').fill('A busker');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.locator('#price-error').getByText('costs at least $0.50').waitFor();
      await field(page).fill('0.50');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.waitForURL(`**/tickets/${id}`);
      await page.getByText('$0.50', { exact: true }).waitFor();
    });

    it('an edit form that is saved as it is keeps the price', async () => {
      const page = await site.member({ javaScriptEnabled, locale: 'de-DE' });
      const { id } = await site.list(page, { title: 'Wagner', price: 1045.5 });
      await page.goto(`/tickets/${id}/edit`);
      expect(await field(page).inputValue()).toBe('1045,50');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.waitForURL(`**/tickets/${id}`);
      await page.getByText('1.045,50\u00a0$', { exact: true }).waitFor();
    });
  });
}
