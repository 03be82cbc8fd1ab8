import type { Page } from 'playwright-core';
import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, PASSWORD, type Site } from '../testing/site.js';

export function withoutJavaScript(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it('without JavaScript: signs up, sells, edits, reserves, cancels and signs out', async () => {
    const seller = await site.visitor({ javaScriptEnabled: false });
    await seller.goto('/tickets/new');
    expect(new URL(seller.url()).pathname).toBe('/auth/signin');
    await seller.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
    const email = newEmail();
    await seller.getByLabel('Email').fill(email);
    await seller.getByLabel('Password').fill('short');
    await seller.getByRole('button', { name: 'Create account' }).click();
    await seller.locator('#password-error').waitFor();
    expect(await seller.getByLabel('Email').inputValue()).toBe(email);
    await seller.getByLabel('Password').fill(PASSWORD);
    await seller.getByRole('button', { name: 'Create account' }).click();

    // back on the page that asked for the sign-in
    await seller.waitForURL('**/tickets/new');
    await fillTicket(seller, { title: 'Organ recital', price: 'cheap' });
    await seller.getByRole('button', { name: 'List ticket' }).click();
    await seller.locator('#price-error').waitFor();
    expect(await seller.getByLabel('Title').inputValue()).toBe('Organ recital');
    await seller.getByLabel('Price in US dollars').fill('30');
    await seller.getByRole('button', { name: 'List ticket' }).click();
    await seller.getByRole('link', { name: 'Edit ticket' }).click();
    await seller.getByLabel('Price in US dollars').fill('35');
    await seller.getByRole('button', { name: 'Save changes' }).click();
    await seller.getByText('$35.00').waitFor();
    const ticketUrl = seller.url();
    await site.isReservable(ticketUrl.split('/').at(-1) ?? '');

    const buyer = await site.member({ javaScriptEnabled: false });
    await buyer.goto('/');
    await buyer.getByLabel('Search tickets').fill('organ');
    await buyer.getByRole('button', { name: 'Search' }).click();
    await buyer.getByRole('link', { name: 'Organ recital' }).click();
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await buyer.waitForURL('**/orders/*');
    await buyer.getByRole('heading', { name: 'This ticket is reserved for you' }).waitFor();
    await buyer.locator('noscript a', { hasText: 'See how much time is left now' }).click();
    await buyer.getByRole('timer').waitFor();

    const other = await site.member({ javaScriptEnabled: false });
    await other.goto(ticketUrl);
    await other.getByRole('heading', { name: 'Somebody has reserved it' }).waitFor();

    await buyer.getByRole('button', { name: 'Cancel order' }).click();
    await buyer.getByRole('heading', { name: 'You have cancelled this order' }).waitFor();
    await buyer.getByRole('button', { name: 'Sign out' }).click();
    await buyer.getByRole('link', { name: 'Sign in' }).waitFor();
    await buyer.goto('/orders');
    expect(new URL(buyer.url()).pathname).toBe('/auth/signin');
  });

  it('without JavaScript: a buyer who comes too late is told kindly', async () => {
    const [seller, winner] = [await site.account(), await site.account()];
    const late = await site.member({ javaScriptEnabled: false });
    const ticket = await site.sell(seller, { title: 'Jazz in the cellar' });
    await late.goto(`/tickets/${ticket.id}`);
    await site.reserve(winner, ticket.id);
    await late.getByRole('button', { name: 'Reserve' }).click();
    await late.getByRole('heading', { name: 'Somebody was faster' }).waitFor();
    expect(await late.getByRole('heading', { name: 'Somebody has reserved it' }).isVisible()).toBe(false);
    expect(await late.getByRole('button', { name: 'Reserve' }).count()).toBe(0);
    await late.getByRole('link', { name: 'See other tickets' }).waitFor();
  });

  it('keyboard alone: signs up, sells, reserves, cancels, and the focus always shows', async () => {
    const buyer = await site.visitor();
    await buyer.goto('/');
    await buyer.keyboard.press('Tab');
    expect(await focused(buyer)).toMatchObject({ name: 'Skip to content', isVisible: true });
    await buyer.keyboard.press('Enter');
    expect(await buyer.evaluate(() => document.activeElement?.id)).toBe('content');
    await buyer.reload();

    await tabTo(buyer, 'Sign up');
    await Promise.all([buyer.waitForURL('**/auth/signup'), buyer.keyboard.press('Enter')]);
    await tabTo(buyer, 'email');
    await buyer.keyboard.type(newEmail());
    await buyer.keyboard.press('Enter');
    // the focus moves to the field with the error, and the field names its error
    await buyer.locator('#password[aria-invalid]:focus').waitFor();
    expect(await buyer.locator('#password').getAttribute('aria-describedby')).toContain('password-error');
    await buyer.keyboard.type(PASSWORD);
    await buyer.keyboard.press('Enter');
    await buyer.getByRole('button', { name: 'Sign out' }).waitFor();

    await tabTo(buyer, 'Sell');
    await Promise.all([buyer.waitForURL('**/tickets/new'), buyer.keyboard.press('Enter')]);
    await tabTo(buyer, 'title');
    await buyer.keyboard.type('Two seats by the aisle');
    await tabTo(buyer, 'price');
    await buyer.keyboard.type('12');
    await tabTo(buyer, 'List ticket');
    await buyer.keyboard.press('Enter');
    await buyer.getByRole('heading', { name: 'This is your ticket' }).waitFor();

    await site.sell(await site.account(), { title: 'Puppet theatre' });
    await buyer.goto('/');
    await tabTo(buyer, 'Puppet theatre');
    await buyer.keyboard.press('Enter');
    await buyer.getByRole('button', { name: 'Reserve' }).waitFor();
    await tabTo(buyer, 'Reserve');
    await Promise.all([buyer.waitForURL('**/orders/*'), buyer.keyboard.press('Enter')]);
    await buyer.getByRole('timer').waitFor();
    await tabTo(buyer, 'Cancel order');
    await buyer.keyboard.press('Space');
    await buyer.getByRole('heading', { name: 'You have cancelled this order' }).waitFor();
  });
}

/** Presses Tab until the element with this text or id has the focus. The focus must be visible at every step. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  while (passed.at(-1) !== name) {
    if (passed.length > 40) throw new Error(`${name} cannot be reached; passed ${passed.join(', ')}`);
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at.name !== '') expect(at).toMatchObject({ isVisible: true, isOutlined: true });
    passed.push(at.name);
  }
}

function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { name: '', isVisible: false, isOutlined: false };
    const { top, left } = element.getBoundingClientRect();
    const hasOutline = (pseudo?: string) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element, pseudo);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    };
    return {
      name: element.id || element.textContent.trim(),
      isVisible: top >= 0 && left >= 0 && top < innerHeight && element.getClientRects().length > 0,
      isOutlined: hasOutline() || hasOutline('::before'),
    };
  });
}
