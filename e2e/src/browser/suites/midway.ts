import type { Page } from 'playwright-core';
import type { TicketBody } from '../../testing/visitor.js';
import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, PASSWORD, type Site } from '../testing/site.js';

/** 200 characters, as a person counts them, of several parts each. */
const LONG_TITLE = '👩‍🚀'.repeat(200);

export function midway(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  const signIn = async (page: Page, email: string, password = PASSWORD) => {
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const valueOf = (page: Page, label: string) => page.getByLabel(label).inputValue();
  const hidden = (page: Page, name: string) =>
    page.locator(`main input[type=hidden][name=${name}]`).getAttribute('value');
  const drafts = async (page: Page) =>
    (await page.context().cookies()).filter(({ name }) => name.includes('draft'));

  describe.each([true, false])('JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };

    it('what was typed to sell survives signing in, even after a wrong password', async () => {
      const email = newEmail();
      const page = await site.member(options, email);
      await page.goto('/tickets/new');
      await fillTicket(page, { title: LONG_TITLE, price: '$ 1,234.50' });
      const key = await hidden(page, 'key');
      await page.context().clearCookies();
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByText('What you typed is kept.').waitFor();
      expect(await drafts(page)).toMatchObject([{ httpOnly: true, sameSite: 'Lax' }]);
      await signIn(page, email, 'wrong password');
      await page.getByRole('alert').filter({ hasText: 'Invalid credentials' }).waitFor();
      await signIn(page, email);
      await page.getByText('Here is what you typed before you signed in').waitFor();
      expect([await valueOf(page, 'Title'), await valueOf(page, 'Price in US dollars')]).toEqual([
        LONG_TITLE,
        '$ 1,234.50',
      ]);
      expect(await hidden(page, 'key')).toBe(key);
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
      expect(await drafts(page)).toEqual([]);
      await page.goto('/tickets/new');
      expect(await valueOf(page, 'Title')).toBe('');
    });

    it('what was typed survives signing up with a new account, which the page names', async () => {
      const before = newEmail();
      const page = await site.member(options, before);
      await page.goto('/tickets/new');
      await fillTicket(page, { title: 'Typed as somebody else' });
      await page.context().clearCookies();
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
      await page.waitForURL('**/auth/signup?**');
      const email = newEmail();
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByRole('note').filter({ hasText: before }).filter({ hasText: email }).waitFor();
      expect(await valueOf(page, 'Title')).toBe('Typed as somebody else');
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    });

    it('an edit survives signing in and still acts on what its seller saw', async () => {
      const email = newEmail();
      const [page, elsewhere] = [await site.member(options, email), await site.account()];
      await elsewhere.request.post('/api/users/signin', { data: { email, password: PASSWORD } });
      const { id } = await site.sell(page, { title: 'Before', price: 10 });
      await page.goto(`/tickets/${id}/edit`);
      await page.getByLabel('Title').fill('After');
      await page.context().clearCookies();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByText('What you typed is kept.').waitFor();
      await elsewhere.request.put(`/api/tickets/${id}`, { data: { title: 'Meanwhile', price: 20 } });
      await signIn(page, email);
      await page.getByText('Here is what you typed before you signed in').waitFor();
      expect(await valueOf(page, 'Title')).toBe('After');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByRole('alert').filter({ hasText: 'Before' }).filter({ hasText: 'Meanwhile' }).waitFor();
      expect(await valueOf(page, 'Title')).toBe('After');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByRole('heading', { name: 'After' }).waitFor();
      const ticket = (await (await page.request.get(`/api/tickets/${id}`)).json()) as TicketBody;
      expect(ticket).toMatchObject({ title: 'After', price: 10 });
    });

    it('who loses the session before reserving comes back to the ticket', async () => {
      const email = newEmail();
      const [seller, page] = [await site.account(), await site.member(options, email)];
      const { id } = await site.sell(seller, { title: 'Back here' });
      await page.goto(`/tickets/${id}`);
      await page.context().clearCookies();
      await page.getByRole('button', { name: 'Reserve' }).click();
      await signIn(page, email);
      await page.waitForURL(`**/tickets/${id}`);
      await page.getByRole('button', { name: 'Reserve' }).click();
      await page.waitForURL('**/orders/*');
    });

    it('a form that was kept goes when somebody signs out', async () => {
      const email = newEmail();
      const page = await site.member(options, email);
      await page.goto('/tickets/new');
      await fillTicket(page, { title: 'Private' });
      await page.context().clearCookies();
      await page.getByRole('button', { name: 'List ticket' }).click();
      await signIn(page, email);
      await page.getByText('Here is what you typed before you signed in').waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor();
      expect(await drafts(page)).toEqual([]);
    });
  });
}
