import type { Page } from 'playwright-core';
import type { OrderBody, TicketBody } from '../../testing/visitor.js';
import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, PASSWORD, type Account, type Site } from '../testing/site.js';

/** The site waits this long for an answer at most, in ms, and a little longer until its page shows. */
const PATIENCE = { timeout: 20_000 };

export function repeating(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  const ordersOf = async (buyer: Account) =>
    (await (await buyer.request.get('/api/orders')).json()) as OrderBody[];
  const titlesOf = async (seller: Account) => {
    const tickets = (await (await seller.request.get('/api/tickets?mine=true')).json()) as TicketBody[];
    return tickets.map(({ title }) => title).sort();
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
  const says = (page: Page, hasText: string) => page.getByRole('alert').filter({ hasText }).waitFor(PATIENCE);

  describe.each([true, false])('JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };

    it('reserving again after no answer leads to one’s own order', async () => {
      const [seller, buyer] = [await site.account(), await site.member(options)];
      const { id } = await site.sell(seller, { title: 'Lost answer' });
      await buyer.route('**/live/**', (route) => route.abort());
      await buyer.goto(`/tickets/${id}`);
      await site.whileFrozen('orders', async () => {
        await press(buyer, 'Reserve');
        await says(buyer, 'we do not know whether this ticket is reserved for you');
      });
      await site.isHeld(buyer, id);
      await press(buyer, 'Reserve');
      await buyer.waitForURL('**/orders/*');
      await buyer.getByRole('heading', { name: 'This ticket is reserved for you' }).waitFor();
      expect(await ordersOf(buyer)).toHaveLength(1);
    });

    it('listing again after no answer lists the ticket once', async () => {
      const seller = await site.member(options);
      await seller.goto('/tickets/new');
      await fillTicket(seller, { title: 'Listed once', price: '9' });
      await site.whileFrozen('tickets', async () => {
        await press(seller, 'List ticket');
        await says(seller, 'we do not know whether your ticket is listed');
        expect(await seller.getByLabel('Title').inputValue()).toBe('Listed once');
      });
      await press(seller, 'List ticket');
      await seller.getByRole('heading', { name: 'This is your ticket' }).waitFor();
      expect(await titlesOf(seller)).toEqual(['Listed once']);
    });

    it('another text after no answer is not listed in silence', async () => {
      const seller = await site.member(options);
      await seller.goto('/tickets/new');
      await fillTicket(seller, { title: 'First thought', price: '9' });
      await site.whileFrozen('tickets', async () => {
        await press(seller, 'List ticket');
        await says(seller, 'we do not know whether your ticket is listed');
      });
      await seller.getByLabel('Title').fill('Second thought');
      await press(seller, 'List ticket');
      await says(seller, 'was listed from this form before');
      expect(await titlesOf(seller)).toEqual(['First thought']);
      expect(await seller.getByRole('link', { name: 'See my tickets' }).getAttribute('href')).toBe(
        '/tickets/mine',
      );
      await press(seller, 'List ticket');
      await seller.getByRole('heading', { name: 'Second thought' }).waitFor();
      expect(await titlesOf(seller)).toEqual(['First thought', 'Second thought']);
    });

    it('an edit without an answer keeps the text and can be sent again', async () => {
      const seller = await site.member(options);
      const { id } = await site.sell(seller, { title: 'Before' });
      await seller.goto(`/tickets/${id}/edit`);
      await seller.getByLabel('Title').fill('After');
      await site.whileFrozen('tickets', async () => {
        await press(seller, 'Save changes');
        await says(seller, 'we do not know whether your changes are saved');
        expect(await seller.getByLabel('Title').inputValue()).toBe('After');
      });
      await press(seller, 'Save changes');
      await seller.getByRole('heading', { name: 'After' }).waitFor();
    });

    it('signing up again after no answer signs in', async () => {
      const page = await site.visitor(options);
      const email = newEmail();
      await page.goto('/auth/signup');
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password').fill(PASSWORD);
      await site.whileFrozen('auth', async () => {
        await press(page, 'Create account');
        await says(page, 'we do not know whether your account exists now');
      });
      await page.getByLabel('Password').fill(PASSWORD);
      await press(page, 'Create account');
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      await page.getByText(email).waitFor();
    });

    it('two tabs reserve the same ticket: both end at the order', async () => {
      const [seller, buyer] = [await site.account(), await site.member(options)];
      const { id } = await site.sell(seller, { title: 'Twice' });
      const tab = await buyer.context().newPage();
      for (const page of [buyer, tab]) {
        await page.route('**/live/**', (route) => route.abort());
        await page.goto(`/tickets/${id}`);
      }
      await press(buyer, 'Reserve');
      await buyer.waitForURL('**/orders/*');
      await press(tab, 'Reserve');
      await tab.waitForURL(buyer.url());
      expect(await ordersOf(buyer)).toHaveLength(1);
    });
  });

  it('the page of who came too late follows the ticket, and says that it is on sale again', async () => {
    const [seller, winner, late] = [await site.account(), await site.account(), await site.member()];
    const { id } = await site.sell(seller, { title: 'Back again' });
    await late.route('**/live/**', (route) => route.abort());
    await late.goto(`/tickets/${id}`);
    const order = await site.reserve(winner, id);
    await press(late, 'Reserve');
    await late.getByRole('heading', { name: 'Somebody was faster' }).waitFor();
    expect(await late.getByRole('button', { name: 'Reserve' }).count()).toBe(0);
    await late.unrouteAll();
    await late.waitForResponse((answer) => answer.url().includes('/live/') && answer.ok());
    await late.getByRole('heading', { name: 'Somebody was faster' }).waitFor();
    await winner.request.delete(`/api/orders/${order.id}`);
    await late.getByRole('status').filter({ hasText: 'on sale again' }).waitFor();
    expect(await late.getByRole('heading', { name: 'Somebody was faster' }).count()).toBe(0);
    await press(late, 'Reserve');
    await late.waitForURL('**/orders/*');
  });

  it('who goes back after listing gets a new form, which lists another ticket', async () => {
    const seller = await site.member();
    await seller.goto('/');
    await seller.getByRole('link', { name: 'Sell', exact: true }).click();
    await fillTicket(seller, { title: 'One' });
    await press(seller, 'List ticket');
    await seller.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    await seller.goBack();
    await fillTicket(seller, { title: 'Two' });
    await press(seller, 'List ticket');
    await seller.getByRole('heading', { name: 'Two' }).waitFor();
    expect(await titlesOf(seller)).toEqual(['One', 'Two']);
  });
}
