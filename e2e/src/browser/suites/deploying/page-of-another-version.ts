import type { Page } from 'playwright-core';
import { AGAIN, sendAsAnotherVersion } from '../../testing/another-version.js';
import { accessibilityFindings } from '../../testing/axe.js';
import { fillTicket } from '../../testing/fill-ticket.js';
import { MODES } from '../../testing/modes.js';
import { sharedSite } from '../../testing/shared-site.js';
import { newEmail, PASSWORD, type Site } from '../../testing/site.js';
import { hasStayed, stays } from '../../testing/stays.js';

/** The forms of a page are of another version of the site than the server that is asked. */
export function pageOfAnotherVersion(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it.each(MODES)(
    '%s: a form of another version is kept, and sent by nobody but the visitor',
    async (_, js) => {
      const page = await site.member({ javaScriptEnabled: js });
      await page.goto('/tickets/new');
      await fillTicket(page, { title: 'Opera <b>"1"</b> & more', price: '12.50' });
      const undo = await sendAsAnotherVersion(page);
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('heading', { name: AGAIN }).waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('Opera <b>"1"</b> & more');
      expect(await page.getByLabel('Price in US dollars').inputValue()).toBe('12.50');
      if (js) await page.locator('.stale:focus').waitFor();
      if (js) expect(await accessibilityFindings(page, 'a form of another version')).toEqual([]);
      expect(await ownTickets(page)).toEqual([]);
      await undo();
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
      expect(await page.getByRole('heading', { name: AGAIN }).count()).toBe(0);
      expect(await ownTickets(page)).toEqual(['Opera <b>"1"</b> & more']);
    },
  );

  it.each(MODES)('%s: the address is kept at the sign-in, and the password is not', async (_, js) => {
    const email = newEmail();
    await site.account(email);
    const page = await site.visitor({ javaScriptEnabled: js });
    await page.goto('/auth/signin?next=/tickets/new');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    const undo = await sendAsAnotherVersion(page);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: AGAIN }).waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(email);
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    expect(await page.content()).not.toContain(PASSWORD);
    await undo();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/tickets/new');
  });

  it.each(MODES)('%s: buttons of another version do nothing, and work afterwards', async (_, js) => {
    const ticket = await site.sell(await site.account(), { title: 'Chamber music' });
    const page = await site.member({ javaScriptEnabled: js });
    const press = async (name: string) => {
      const undo = await sendAsAnotherVersion(page);
      await page.getByRole('button', { name }).click();
      await page.getByRole('heading', { name: AGAIN }).waitFor();
      await undo();
      await page.getByRole('button', { name }).click();
    };
    await page.goto(`/tickets/${ticket.id}`);
    await press('Reserve');
    await page.waitForURL('**/orders/*');
    await press('Cancel order');
    await page.getByRole('heading', { name: 'You have cancelled this order' }).waitFor();
    await press('Sign out');
    await page.getByRole('main').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  });

  it('with JavaScript: a form without an answer keeps its text and says what that means', async () => {
    const page = await site.member();
    await page.goto('/tickets/new');
    await stays(page);
    await fillTicket(page, { title: 'Operetta', price: '9' });
    for (const answer of ['none', 'a page of a proxy'] as const) {
      await page.route('**/tickets/new', (route) =>
        answer === 'none'
          ? route.abort()
          : route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }),
      );
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByText('we do not know whether your ticket is listed').waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('Operetta');
      await page.unroute('**/tickets/new');
    }
    expect(await hasStayed(page)).toBe(true);
    await page.getByRole('button', { name: 'List ticket' }).click();
    await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
  });
}

async function ownTickets(page: Page): Promise<string[]> {
  const answer = await page.request.get('/api/tickets?mine=true');
  return ((await answer.json()) as { title: string }[]).map(({ title }) => title);
}
