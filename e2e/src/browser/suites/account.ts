import { eventually } from '@ticketing/processes';
import type { Page } from 'playwright-core';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, PASSWORD, type Site } from '../testing/site.js';

const NEXT = 'another horse, another staple';

export function account(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  const fill = async (page: Page, current: string, next: string) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password').fill(next);
    await page.getByRole('button', { name: 'Change password' }).click();
  };
  const isSignedIn = async ({ request }: Pick<Page, 'request'>) => {
    const answer = await request.get('/api/users/currentuser');
    return ((await answer.json()) as { currentUser: unknown }).currentUser !== null;
  };

  it.each([true, false])('changes the password, with JavaScript: %s', async (javaScriptEnabled) => {
    const email = newEmail();
    const page = await site.member({ javaScriptEnabled }, email);
    const elsewhere = await site.visitor();
    await elsewhere.request.post('/api/users/signin', { data: { email, password: PASSWORD } });
    await page.goto('/');
    await page.getByRole('banner').getByRole('link', { name: email }).click();
    await page.getByRole('heading', { name: 'Your account', exact: true }).waitFor();

    await fill(page, 'not my password', NEXT);
    await page.getByText('This is not your current password').waitFor();
    await fill(page, PASSWORD, 'password1');
    await page
      .locator('.field-error')
      .filter({ hasText: /^New password / })
      .waitFor();
    expect(await isSignedIn(elsewhere)).toBe(true);

    await fill(page, PASSWORD, NEXT);
    await page.getByRole('note').filter({ hasText: 'Your password is changed' }).waitFor();
    expect([await isSignedIn(page), await isSignedIn(elsewhere)]).toEqual([true, false]);
  });

  it.each([true, false])('signs out everywhere else, with JavaScript: %s', async (javaScriptEnabled) => {
    const email = newEmail();
    const page = await site.member({ javaScriptEnabled }, email);
    const elsewhere = await site.visitor();
    await elsewhere.request.post('/api/users/signin', { data: { email, password: PASSWORD } });
    await page.goto('/account');
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await page.getByRole('note').filter({ hasText: 'Everywhere else you are signed out' }).waitFor();
    expect([await isSignedIn(page), await isSignedIn(elsewhere)]).toEqual([true, false]);
  });

  it.each([true, false])('deletes the account, with JavaScript: %s', async (javaScriptEnabled) => {
    const email = newEmail();
    const page = await site.member({ javaScriptEnabled }, email);
    const { id } = await site.sell(page, { title: 'Of somebody who leaves' });
    await page.goto('/account');
    const form = page.locator('form').filter({ hasText: 'Delete my account for good' });
    await form.getByLabel('Password').fill('not my password');
    await form.getByRole('button').click();
    await page.getByText('This is not your password').waitFor();
    await form.getByLabel('Password').fill(PASSWORD);
    await form.getByRole('button').click();
    await page.getByRole('banner').getByRole('link', { name: 'Sign up' }).waitFor();
    await eventually(async () => expect((await page.request.get(`/api/tickets/${id}`)).status()).toBe(404));
    await site.account(email); // the address is free
  });

  it('leads to the sign-in page and back', async () => {
    const page = await site.visitor();
    await page.goto('/account');
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/auth/signin?next=%2Faccount');
  });
}
