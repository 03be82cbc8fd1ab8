import type { Page } from 'playwright-core';
import { hasStayed, stays } from './testing/stays.js';
import { describeInBrowser } from './testing/describe-in-browser.js';
import { fillTicket } from './testing/fill-ticket.js';
import { newEmail, PASSWORD, Site } from './testing/site.js';

/** On a busy machine, two people and their pages need some seconds before the last ten seconds begin. */
const WINDOW_SECONDS = 30;

describeInBrowser('the loop in two browsers', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.open({ expirationWindowSeconds: WINDOW_SECONDS });
  });
  afterAll(() => site?.close());
  afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

  it('a ticket is listed, reserved until the time is up, and on sale again', async () => {
    const [seller, buyer] = [await site.visitor(), await site.visitor()];
    await signUp(seller);
    await signUp(buyer);

    await seller.getByRole('link', { name: 'Sell', exact: true }).click();
    await fillTicket(seller, { title: 'String quartet, Vienna', price: '45.50' });
    await seller.getByRole('button', { name: 'List ticket' }).click();
    await seller.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    await site.isReservable(lastSegment(seller.url()));
    await stays(seller);

    await buyer.getByRole('link', { name: 'Browse' }).click();
    await buyer.getByRole('link', { name: 'String quartet, Vienna' }).click();
    await buyer.getByText('$45.50').waitFor();
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await buyer.waitForURL('**/orders/*');
    await buyer.getByRole('timer').waitFor();
    await stays(buyer);
    const announcements = await listen(buyer);

    // the seller's page and the list show it without a reload
    await seller.getByText('Somebody has reserved it').waitFor();
    const onlooker = await site.visitor();
    await onlooker.goto('/');
    await onlooker.getByText('Nothing is on sale right now').waitFor();

    await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
    await seller.getByText('It is on sale. You can change').waitFor();
    expect(await announcements()).toEqual(['10 seconds left', 'Your time is up']);
    expect(await hasStayed(buyer)).toBe(true);
    expect(await hasStayed(seller)).toBe(true);
    expect(await buyer.getByRole('button', { name: 'Cancel order' }).count()).toBe(0);
    await onlooker.reload();
    await onlooker.getByRole('link', { name: 'String quartet, Vienna' }).waitFor();
  });
});

async function signUp(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Email').fill(newEmail());
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** Collects the texts that a screen reader announces from now on, each once. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    const hear = () => {
      const text = document.querySelector('.state-panel [role=status]')?.textContent ?? '';
      if (text !== '' && said.at(-1) !== text) said.push(text);
    };
    new MutationObserver(hear).observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Object.assign(window, { said });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

function lastSegment(url: string): string {
  return url.split('/').at(-1) ?? '';
}
