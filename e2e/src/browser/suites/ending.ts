import type { Page } from 'playwright-core';
import { accessibilityFindings } from '../testing/axe.js';
import { MODES } from '../testing/modes.js';
import { sharedSite } from '../testing/shared-site.js';
import type { Account, Site } from '../testing/site.js';

const MINUTE = 60_000;

/** The words about an order that has ended. */
export function ending(): void {
  let site: Site;
  let buyer: Account;
  beforeAll(async () => {
    site = await sharedSite();
  });
  beforeEach(async () => {
    buyer = await site.account();
  });

  const reserved = async (title: string) =>
    site.reserve(buyer, (await site.sell(await site.account(), { title })).id);

  it.each(MODES)('%s: to cancel after the end says that the time ran out', async (_, javaScriptEnabled) => {
    const order = await reserved('Madrigals');
    const page = await site.pageOf(buyer, { javaScriptEnabled });
    await page.route('**/live/**', (route) => route.abort());
    await page.goto(`/orders/${order.id}`);
    await site.rewrite(order.id, { expiresAt: new Date() });
    await page.getByRole('button', { name: 'Cancel order' }).click();
    await page.getByRole('heading', { name: 'Your time is up' }).waitFor();
    await expectEnded(page);
    await page.goto('/orders');
    await page.getByText('Expired').waitFor();
    await page.getByText('Ended at').waitFor();
  });

  it.each(MODES)('%s: an order that its buyer cancelled stays so for good', async (_, javaScriptEnabled) => {
    const order = await reserved('Motets');
    expect((await buyer.request.delete(`/api/orders/${order.id}`)).status()).toBe(204);
    await site.rewrite(order.id, { cancelledAt: ago(2 * MINUTE), expiresAt: ago(MINUTE) });
    // another browser than the one in which the order was cancelled
    const page = await site.pageOf(buyer, { javaScriptEnabled });
    await page.goto(`/orders/${order.id}`);
    await page.getByRole('heading', { name: 'You have cancelled this order' }).waitFor();
    await page.getByText('Cancelled at').waitFor();
    await page.goto('/orders');
    await page.getByText('Cancelled').waitFor();
  });

  it.each(MODES)('%s: an old order does not say who ended it', async (_, javaScriptEnabled) => {
    const order = await reserved('Masses');
    await buyer.request.delete(`/api/orders/${order.id}`);
    await site.rewrite(order.id, { cancelledAt: null, expiresAt: ago(MINUTE) });
    const page = await site.pageOf(buyer, { javaScriptEnabled });
    await page.goto(`/orders/${order.id}`);
    await page.getByRole('heading', { name: 'This order has ended' }).waitFor();
    const text = await page.getByRole('main').innerText();
    expect(text).not.toMatch(/cancelled|time is up|ran out|Ended at/i);
    if (javaScriptEnabled) expect(await accessibilityFindings(page, 'an old order')).toEqual([]);
  });

  it('an open page follows its order to the end, and the ticket beyond it', async () => {
    const order = await reserved('Nocturnes');
    const page = await site.pageOf(buyer);
    await page.goto(`/orders/${order.id}`);
    const news = page.locator('article > [role=status]');
    await page.getByRole('timer').waitFor();
    expect(await news.textContent()).toBe('');
    await site.rewrite(order.id, { expiresAt: new Date(Date.now() + 5_000) });
    await page.getByRole('heading', { name: 'Your time is up' }).waitFor();
    await expectEnded(page);
    await news.getByText('The ticket is on sale again.').waitFor({ state: 'attached' });
    expect(await accessibilityFindings(page, 'an expired order')).toEqual([]);
    await site.reserve(await site.account(), order.ticket.id);
    await news.getByText('Somebody else has reserved the ticket.').waitFor({ state: 'attached' });
    await page.reload();
    await expectEnded(page);
    await page.getByText('Somebody else has reserved the ticket.').first().waitFor();
  });
}

/** The page says when the order ended, and not how much time is left. */
async function expectEnded(page: Page): Promise<void> {
  await page.getByText('Ended at').waitFor();
  const text = await page.getByRole('main').innerText();
  expect(text).toMatch(/Ended at\s+\d?\d:\d\d/);
  expect(text).not.toMatch(/Time left|\b0:00\b|until|You have cancelled/);
  expect(await page.getByRole('button', { name: 'Cancel order' }).count()).toBe(0);
}

const ago = (ms: number) => new Date(Date.now() - ms);
