import type { Page } from 'playwright-core';
import type { OrderBody, TicketBody } from '../../testing/visitor.js';
import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import type { Account, Site } from '../testing/site.js';

const CHANGED =
  /It was \P{L}*Stage pass\P{L}* for \P{L}*10\.00\P{L}*It is now \P{L}*Parking slip\P{L}* for \P{L}*500\.00/u;

export function seen(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  const change = async (seller: Account, id: string, data = { title: 'Parking slip', price: 500 }) => {
    const answer = await seller.request.put(`/api/tickets/${id}`, { data });
    expect(answer.status()).toBe(200);
  };
  const ordersOf = async (buyer: Account) =>
    (await (await buyer.request.get('/api/orders')).json()) as OrderBody[];
  const ticketOf = async (seller: Account, id: string) =>
    (await (await seller.request.get(`/api/tickets/${id}`)).json()) as TicketBody;

  describe.each([true, false])('JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };

    it('a ticket that changed is not reserved until the visitor has seen the change', async () => {
      const [seller, buyer] = [await site.account(), await site.member(options)];
      const { id } = await site.sell(seller, { title: 'Stage pass', price: 10 });
      await holdBack(buyer);
      await buyer.goto(`/tickets/${id}`);
      await change(seller, id);
      await site.isKnown(id, { title: 'Parking slip' });
      await buyer.getByRole('button', { name: 'Reserve' }).click();
      await buyer.getByRole('alert').filter({ hasText: CHANGED }).waitFor();
      await buyer.getByRole('heading', { name: 'Parking slip', level: 1 }).waitFor();
      expect(await ordersOf(buyer)).toEqual([]);
      await buyer.getByRole('button', { name: 'Reserve' }).click();
      await buyer.waitForURL('**/orders/*');
      expect((await ordersOf(buyer)).map(({ ticket }) => ticket.price)).toEqual([500]);
    });

    it('a change that has not arrived everywhere makes no order at another price', async () => {
      const [seller, buyer] = [await site.account(), await site.member(options)];
      const { id } = await site.sell(seller, { title: 'Front row', price: 10 });
      await site.whileFrozen('nats-streaming', async () => {
        await change(seller, id, { title: 'Front row', price: 99 });
        await buyer.goto(`/tickets/${id}`);
        await buyer.getByText('$99.00').waitFor();
        await buyer.getByRole('button', { name: 'Reserve' }).click();
        await buyer.getByRole('alert').filter({ hasText: 'has not arrived everywhere yet' }).waitFor();
        expect(await ordersOf(buyer)).toEqual([]);
      });
      await site.isKnown(id, { price: 99 });
      await buyer.getByRole('button', { name: 'Reserve' }).click();
      await buyer.waitForURL('**/orders/*');
      expect((await ordersOf(buyer)).map(({ ticket }) => ticket.price)).toEqual([99]);
    });

    it('an edit from an older page says what changed, keeps the text, and replaces it when asked', async () => {
      const seller = await site.member(options);
      const { id } = await site.sell(seller, { title: 'Stage pass', price: 10 });
      await seller.goto(`/tickets/${id}/edit`);
      await change(seller, id);
      await fillTicket(seller, { title: 'Stage pass, row 2', price: '12' });
      await seller.getByRole('button', { name: 'Save changes' }).click();
      await seller.getByRole('alert').filter({ hasText: CHANGED }).waitFor();
      expect(await seller.getByLabel('Title').inputValue()).toBe('Stage pass, row 2');
      expect(await seller.getByLabel('Price in US dollars').inputValue()).toBe('12');
      expect(await ticketOf(seller, id)).toMatchObject({ title: 'Parking slip', price: 500 });
      await seller.getByRole('button', { name: 'Save changes' }).click();
      await seller.getByRole('heading', { name: 'Stage pass, row 2' }).waitFor();
      expect(await ticketOf(seller, id)).toMatchObject({ title: 'Stage pass, row 2', price: 12 });
    });

    it('an edit of a ticket that was reserved meanwhile keeps the text', async () => {
      const [seller, buyer] = [await site.member(options), await site.account()];
      const { id } = await site.sell(seller, { title: 'Stage pass', price: 10 });
      await seller.goto(`/tickets/${id}/edit`);
      const order = await site.reserve(buyer, id);
      await seller.getByLabel('Title').fill('Stage pass, row 2');
      await seller.getByRole('button', { name: 'Save changes' }).click();
      await seller.getByRole('alert').filter({ hasText: 'reserved' }).waitFor();
      expect(await seller.getByLabel('Title').inputValue()).toBe('Stage pass, row 2');
      await buyer.request.delete(`/api/orders/${order.id}`);
      await site.isHeld(seller, id, false);
      // the reservation and its end have changed neither title nor price
      await seller.getByRole('button', { name: 'Save changes' }).click();
      await seller.getByRole('heading', { name: 'Stage pass, row 2' }).waitFor();
    });
  });

  it('what a page shows and what its form sends change together', async () => {
    const [seller, buyer] = [await site.account(), await site.member()];
    const { id } = await site.sell(seller, { title: 'Stage pass', price: 10 });
    await buyer.goto(`/tickets/${id}`);
    await change(seller, id);
    await site.isKnown(id, { title: 'Parking slip' });
    await buyer.getByRole('heading', { name: 'Parking slip' }).waitFor();
    await buyer.getByText('$500.00').waitFor();
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await buyer.waitForURL('**/orders/*');
    expect((await ordersOf(buyer)).map(({ ticket }) => ticket.price)).toEqual([500]);
  });

  it('a further change shows in the message that is open', async () => {
    const [seller, buyer] = [await site.account(), await site.member()];
    const { id } = await site.sell(seller, { title: 'Stage pass', price: 10 });
    await holdBack(buyer);
    await buyer.goto(`/tickets/${id}`);
    await change(seller, id);
    await site.isKnown(id, { title: 'Parking slip' });
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    const alert = buyer.getByRole('alert').filter({ hasText: 'Stage pass' });
    await alert.filter({ hasText: CHANGED }).waitFor();
    await buyer.unrouteAll();
    await change(seller, id, { title: 'Bus fare', price: 3 });
    await alert.filter({ hasText: 'Bus fare' }).waitFor();
    expect(await alert.textContent()).not.toContain('Parking slip');
  });
}

/** The page learns nothing by itself, as between two of its questions. */
async function holdBack(page: Page): Promise<void> {
  await page.route('**/live/**', (route) => route.abort());
}
