import type { Page } from 'playwright-core';
import type { OrderBody } from '../../testing/visitor.js';
import { fillTicket } from '../testing/fill-ticket.js';
import { mainPages } from '../testing/main-pages.js';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, type Account, type Site } from '../testing/site.js';

export function whosePage(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  const banner = (page: Page) => page.getByRole('banner');
  const ordersOf = async (buyer: Account) =>
    (await (await buyer.request.get('/api/orders')).json()) as OrderBody[];
  /** A page of one account, with a further account to change to. */
  const twoAccounts = async (options = {}) => {
    const [ada, bob] = [newEmail(), newEmail()];
    await site.account(bob);
    return { page: await site.member(options, ada), ada, bob };
  };

  it('every page notices that another account has signed in, and that it has signed out', async () => {
    const bob = newEmail();
    await site.account(bob);
    const pages = [...(await mainPages(site)), { name: 'not found', path: '/nothing' }];
    await Promise.all(
      pages.map(async ({ path, account }) => {
        const page = await site.pageOf(account ?? (await site.account()));
        await page.goto(path);
        await banner(page).getByRole('button', { name: 'Sign out' }).waitFor();
        await site.switchTo(page, bob);
        await banner(page).getByText(bob).waitFor();
        await site.switchTo(page);
        await banner(page).getByRole('link', { name: 'Sign in' }).waitFor();
        await site.switchTo(page, bob);
        await banner(page).getByText(bob).waitFor();
      }),
    );
  });

  it('a page shows no rows of the account before', async () => {
    const [seller, { page, bob }] = [await site.account(), await twoAccounts()];
    await site.reserve(page, (await site.sell(seller, { title: 'Of Ada alone' })).id);
    await page.goto('/orders');
    await page.getByText('Of Ada alone').waitFor();
    await site.switchTo(page, bob);
    await page.getByText('You have not reserved a ticket yet').waitFor();
    expect(await page.getByText('Of Ada alone').count()).toBe(0);
  });

  it('a page with typed text says so instead of loading again', async () => {
    const { page, ada, bob } = await twoAccounts();
    await page.goto('/tickets/new');
    await fillTicket(page, { title: 'Half typed' });
    await site.switchTo(page, bob);
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: `signed in as` }).filter({ hasText: bob }).waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Half typed');
    await site.switchTo(page);
    await alert.filter({ hasText: 'You are not signed in any more' }).waitFor();
    await site.switchTo(page, ada);
    await page.locator('.other-account').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Title').inputValue()).toBe('Half typed');
    await site.switchTo(page, bob);
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await banner(page).getByText(bob).waitFor();
  });

  it('asks at once when the page becomes visible again', async () => {
    const { page, bob } = await twoAccounts();
    await page.clock.install();
    await page.goto('/tickets/new', { waitUntil: 'networkidle' });
    await page.clock.runFor(5_000);
    await setHidden(page, true);
    await page.clock.runFor(60_000);
    await site.switchTo(page, bob);
    await setHidden(page, false);
    await page.clock.runFor(100);
    await banner(page).getByText(bob).waitFor();
  });

  describe.each([true, false])('JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };
    const holdBack = (page: Page) => page.route('**/live/**', (route) => route.abort());

    it('nothing is reserved for an account that the page does not name', async () => {
      const [seller, { page, ada, bob }] = [await site.account(), await twoAccounts(options)];
      const { id } = await site.sell(seller, { title: 'For whom' });
      await holdBack(page);
      await page.goto(`/tickets/${id}`);
      await site.switchTo(page, bob);
      await page.getByRole('button', { name: 'Reserve' }).click();
      await page.getByRole('alert').filter({ hasText: ada }).filter({ hasText: bob }).waitFor();
      await banner(page).getByText(bob).waitFor();
      expect(await ordersOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Reserve' }).click();
      await page.waitForURL('**/orders/*');
      expect(await ordersOf(page)).toHaveLength(1);
    });

    it('nothing is cancelled for an account that the page does not name', async () => {
      const [seller, { page, ada, bob }] = [await site.account(), await twoAccounts(options)];
      const order = await site.reserve(page, (await site.sell(seller)).id);
      await holdBack(page);
      await page.goto(`/orders/${order.id}`);
      await site.switchTo(page, bob);
      await page.getByRole('button', { name: 'Cancel order' }).click();
      await page
        .getByText('There is nothing here')
        .or(page.getByRole('alert').filter({ hasText: ada }))
        .waitFor();
      await site.switchTo(page, ada);
      expect(await ordersOf(page)).toMatchObject([{ status: 'created' }]);
    });

    it('nothing is listed or edited for another account, and the text stays', async () => {
      const { page, ada, bob } = await twoAccounts(options);
      const { id } = await site.sell(page, { title: 'Mine' });
      await holdBack(page);
      await page.goto('/tickets/new');
      await fillTicket(page, { title: 'Whose is it' });
      await site.switchTo(page, bob);
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('alert').filter({ hasText: ada }).filter({ hasText: bob }).waitFor();
      await banner(page).getByText(bob).waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('Whose is it');
      await site.switchTo(page, ada);
      await page.goto(`/tickets/${id}/edit`);
      await page.getByLabel('Title').fill('Typed by Ada');
      await site.switchTo(page, bob);
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByRole('alert').filter({ hasText: ada }).waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('Typed by Ada');
    });

    it('nobody is signed out whom the page does not name', async () => {
      const { page, ada, bob } = await twoAccounts(options);
      await holdBack(page);
      await page.goto('/');
      await site.switchTo(page, bob);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('alert').filter({ hasText: ada }).filter({ hasText: bob }).waitFor();
      await banner(page).locator('.email').filter({ hasText: bob }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await banner(page).getByRole('link', { name: 'Sign in' }).waitFor();
    });

    it('a page of nobody does not act for somebody who has signed in since', async () => {
      const bob = newEmail();
      await site.account(bob);
      const page = await site.visitor(options);
      const { id } = await site.sell(await site.account(), { title: 'Anonymous' });
      await holdBack(page);
      await page.goto(`/tickets/${id}`);
      await site.switchTo(page, bob);
      await page.getByRole('button', { name: 'Reserve' }).click();
      await page.getByRole('alert').filter({ hasText: bob }).waitFor();
      expect(await ordersOf(page)).toEqual([]);
    });
  });
}

function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
