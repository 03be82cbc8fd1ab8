import type { Page } from 'playwright-core';
import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, PASSWORD, type Site } from '../testing/site.js';

export function navigating(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it('shows a bar while a page loads, and none before and after', async () => {
    const page = await site.member();
    await page.goto('/');
    expect(await barWidth(page)).toBe(0);
    const goOn = await hold(page);
    await page.getByRole('link', { name: 'My orders' }).click();
    await expectBar(page);
    expect(new URL(page.url()).pathname).toBe('/');
    goOn();
    await page.getByRole('heading', { name: 'My orders' }).waitFor();
    expect(await barWidth(page)).toBe(0);
  });

  it('shows the bar while a form is sent, and does not send the form twice', async () => {
    const page = await site.member();
    await page.goto('/tickets/new');
    await fillTicket(page, { title: 'Only once', price: '3' });
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    const goOn = await hold(page);
    await page.getByRole('button', { name: 'List ticket' }).click();
    const waiting = page.getByRole('button', { name: 'One moment' });
    await waiting.click({ force: true });
    await waiting.press('Enter');
    await expectBar(page);
    goOn();
    await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    expect(posts).toHaveLength(1);
  });

  it.each([true, false])(
    'leads from the header to an account and back, JavaScript: %s',
    async (javaScriptEnabled) => {
      const page = await site.visitor({ javaScriptEnabled });
      await page.goto('/?q=lute');
      const header = page.getByRole('banner');
      await header.getByRole('link', { name: 'Sign in' }).click();
      await page.waitForURL('**/auth/signin?**');
      await header.getByRole('link', { name: 'Sign up' }).click();
      await page.waitForURL('**/auth/signup?**');
      await page.getByLabel('Email').fill(newEmail());
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.waitForURL('**/?q=lute');
      await header.getByRole('button', { name: 'Sign out' }).waitFor();
    },
  );
}

/** Holds back all requests from now on; the returned function lets them go. */
async function hold(page: Page): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**', async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

function barWidth(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelector('.progress')?.getBoundingClientRect().width ?? NaN);
}

async function expectBar(page: Page): Promise<void> {
  await page.waitForFunction(
    () => (document.querySelector('.progress')?.getBoundingClientRect().width ?? 0) > 100,
  );
}
