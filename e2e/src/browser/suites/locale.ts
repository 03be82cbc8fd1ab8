import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import type { Site } from '../testing/site.js';

export function locale(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it.each([true, false])(
    'JavaScript %s: a German visitor reads and types prices and dates in German',
    async (javaScriptEnabled) => {
      const german = { locale: 'de-DE', timezoneId: 'Europe/Berlin', javaScriptEnabled };
      const [seller, buyer] = [await site.member(german), await site.member(german)];
      await seller.goto('/tickets/new');
      await fillTicket(seller, { title: 'Blaskapelle', price: '1.234,50' });
      await seller.getByRole('button', { name: 'List ticket' }).click();
      await seller.getByText('1.234,50\u00a0$').waitFor();
      const id = seller.url().split('/').at(-1) ?? '';
      await site.isReservable(id);
      const order = await site.reserve(buyer, id);
      await site.rewrite(order.id, { expiresAt: new Date('2031-12-24T16:05:09Z') });
      await buyer.goto('/orders');
      await buyer.getByText('1.234,50\u00a0$').waitFor();
      const [date, time] = javaScriptEnabled
        ? ['24. Dez. 2031, 17:05', '17:05:09']
        : ['24. Dez. 2031, 16:05 UTC', '16:05:09 UTC'];
      await buyer.getByText(date, { exact: true }).waitFor();
      await buyer.goto(`/orders/${order.id}`);
      await buyer.getByText(time, { exact: true }).waitFor();
    },
  );

  it('a visitor with an unknown language gets US English', async () => {
    const page = await site.visitor({ extraHTTPHeaders: { 'accept-language': 'tlh, *;q=0.5, ;;,' } });
    await site.sell(await site.account(), { title: 'Bat’leth contest', price: 1234.5 });
    await page.goto('/?q=contest');
    await page.getByText('$1,234.50').waitFor();
  });
}
