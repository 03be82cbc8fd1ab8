import { sharedSite } from '../testing/shared-site.js';
import type { Site } from '../testing/site.js';

const COUNT = 100;

export function paging(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it.each([true, false])(
    'JavaScript %s: links lead to the last of many tickets',
    async (javaScriptEnabled) => {
      const word = javaScriptEnabled ? 'Volumes' : 'Tomes';
      const seller = await site.account();
      for (let done = 0; done < COUNT; done += 20)
        await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            site.list(seller, { title: `${word} no. ${done + index}` }),
          ),
        );
      const page = await site.visitor({ javaScriptEnabled });
      await page.goto(`/?q=${word}`);
      const [rows, more] = [
        page.getByRole('listitem'),
        page.getByRole('link', { name: 'Show more tickets' }),
      ];
      const newest = page.getByRole('link', { name: 'Back to the newest' });
      const seen = new Set<string>();
      for (const count of [24, 48, 72, 96, COUNT - 96]) {
        if (seen.size > 0) await more.click();
        await (count < 24 ? newest : rows.nth(count - 1)).waitFor();
        expect(await rows.count()).toBe(count);
        for (const title of await rows.locator('.stub-title').allTextContents()) seen.add(title);
      }
      expect(seen.size).toBe(COUNT);
      expect(await more.count()).toBe(0);
      await newest.click();
      await rows.nth(23).waitFor();
      await more.waitFor();
    },
  );

  it('with JavaScript, more tickets appear below without a reload', async () => {
    const seller = await site.member();
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => site.list(seller, { title: `Scroll no. ${index}` })),
    );
    await seller.goto('/tickets/mine');
    await seller.evaluate(() => Object.assign(window, { stayed: true }));
    await seller.getByRole('link', { name: 'Show more tickets' }).click();
    await seller.getByRole('listitem').nth(29).waitFor();
    expect(await seller.evaluate(() => ['stayed' in window, scrollY > 0])).toEqual([true, true]);
  });

  it.each([true, false])('JavaScript %s: links lead to the oldest order', async (javaScriptEnabled) => {
    const [seller, buyer] = [await site.account(), await site.member({ javaScriptEnabled })];
    const titles = Array.from({ length: 25 }, (_, index) => `Lot ${index}`);
    const tickets = await Promise.all(titles.map((title) => site.sell(seller, { title })));
    await Promise.all(tickets.map(({ id }) => site.reserve(buyer, id)));
    await buyer.goto('/orders');
    await buyer.getByRole('listitem').nth(23).waitFor();
    await buyer.getByRole('link', { name: 'Show older orders' }).click();
    await buyer.getByRole('listitem').nth(24).waitFor();
  });
}
