import { storeServerOf } from '@ticketing/system';
import type { APIResponse, Page } from 'playwright-core';
import { aTicket } from '../../testing/visitor.js';
import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import type { Site } from '../testing/site.js';

const SORRY = 'We cannot reach our services';

export function down(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  describe.each([true, false])('JavaScript %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled };

    it('auth: pages that need no sign-in work, and nobody can sign in', async () => {
      const [seller, member] = [await site.account(), await site.member(options)];
      const ticket = await site.sell(seller, { title: 'Bagpipes at dawn' });
      await member.goto('/auth/signin');
      await site.without('auth', async () => {
        await member.getByLabel('Email').fill('somebody@example.com');
        await member.getByLabel('Password').fill('some password');
        await member.getByRole('button', { name: 'Sign in' }).click();
        await member.getByRole('alert').filter({ hasText: SORRY }).waitFor();
        expect(await member.getByLabel('Email').inputValue()).toBe('somebody@example.com');
        await member.goto('/');
        await member.getByRole('link', { name: 'Bagpipes at dawn' }).first().click();
        await member.getByRole('button', { name: 'Reserve' }).waitFor();
        expect(await member.getByRole('link', { name: 'Sign up' }).count()).toBe(0);
        await member.goto('/orders');
        await member.getByText('You have not reserved a ticket yet').waitFor();
        for (const path of ['/tickets/new', `/tickets/${ticket.id}/edit`]) {
          await member.goto(path);
          await member.getByRole('heading', { name: SORRY }).waitFor();
        }
      });
      await member.goto('/tickets/new');
      await member.getByRole('button', { name: 'List ticket' }).waitFor();
    });

    it('tickets: its pages say so, forms keep the typed text, and all recover', async () => {
      const [seller, buyer] = [await site.member(options), await site.account()];
      const held = await site.sell(seller, { title: 'Harp and flute' });
      const order = await site.reserve(buyer, held.id);
      await seller.goto('/tickets/new');
      await fillTicket(seller, { title: 'Not lost', price: '9' });
      await site.without('tickets', async () => {
        await seller.getByRole('button', { name: 'List ticket' }).click();
        await seller.getByRole('alert').filter({ hasText: SORRY }).waitFor();
        expect(await seller.getByLabel('Title').inputValue()).toBe('Not lost');
        const reader = await site.pageOf(seller, options);
        for (const path of ['/', '/tickets/mine', `/tickets/${held.id}`, `/tickets/${held.id}/edit`]) {
          await reader.goto(path);
          await reader.getByRole('heading', { name: SORRY }).waitFor();
          expect(await reader.getByRole('heading').count()).toBe(1);
        }
        // an order holds its ticket's title, so its page needs no tickets service
        const holder = await site.pageOf(buyer, options);
        await holder.goto(`/orders/${order.id}`);
        await holder.getByRole('heading', { name: 'Harp and flute' }).waitFor();
      });
      await seller.getByRole('button', { name: 'List ticket' }).click();
      await seller.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    });

    it('a frozen database: calls and pages say so in time, and all recover', async () => {
      const seller = await site.member(options);
      await seller.goto('/tickets/new');
      await fillTicket(seller, { title: 'Frozen strings', price: '9' });
      const reader = await site.pageOf(seller, options);
      const database = site.system.process(storeServerOf({ name: 'tickets', owns: 'mongodb' })!);
      database.kill('SIGSTOP');
      try {
        const calls = [
          () => reader.request.get('/api/tickets'),
          () => reader.request.post('/api/tickets', { data: aTicket({ title: 'Frozen horns' }) }),
        ];
        for (const answer of await Promise.all(calls.map(timed))) {
          expect(answer).toEqual({ status: 503, retryAfter: '5', inTime: true });
        }
        await seller.getByRole('button', { name: 'List ticket' }).click();
        await seller.getByRole('alert').first().waitFor();
        expect(await seller.getByLabel('Title').inputValue()).toBe('Frozen strings');
        await reader.goto('/');
        await reader.getByRole('heading', { name: SORRY }).waitFor();
      } finally {
        database.kill('SIGCONT');
      }
      await reader.goto('/tickets/mine');
      await reader.getByRole('heading', { name: 'My tickets' }).waitFor();
      await seller.getByRole('button', { name: 'List ticket' }).click();
      await seller.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    });

    it('orders: a reservation is refused kindly, and succeeds when orders is back', async () => {
      const [seller, buyer] = [await site.account(), await site.member(options)];
      const ticket = await site.sell(seller, { title: 'Choir by candlelight' });
      await buyer.goto(`/tickets/${ticket.id}`);
      const elsewhere = await site.pageOf(buyer, options);
      await site.without('orders', async () => {
        await buyer.getByRole('button', { name: 'Reserve' }).click();
        await buyer.getByRole('alert').filter({ hasText: SORRY }).waitFor();
        await elsewhere.goto('/');
        await elsewhere.getByRole('link', { name: 'Choir by candlelight' }).first().waitFor();
        await elsewhere.goto('/orders');
        await elsewhere.getByRole('heading', { name: SORRY }).waitFor();
      });
      await buyer.getByRole('button', { name: 'Reserve' }).click();
      await buyer.waitForURL('**/orders/*');
      await elsewhere.getByRole('link', { name: 'Try again' }).click();
      await elsewhere.getByRole('link', { name: 'Choir by candlelight' }).waitFor();
    });
  });

  it('an open page stays as it is, asks less and less often, and catches up', async () => {
    const [seller, open] = [await site.account(), await site.visitor()];
    await site.sell(seller, { title: 'Musical saw' });
    await open.clock.install();
    await open.goto('/');
    const ticket = open.getByRole('link', { name: 'Musical saw' });
    await ticket.waitFor();
    await refreshed(open);
    await open.clock.pauseAt((await open.evaluate(() => Date.now())) + 1_000);
    await site.without('tickets', async () => {
      const [, second, third] = [await askedAfter(open), await askedAfter(open), await askedAfter(open)];
      expect(second).toBeGreaterThan(4_500);
      expect(third).toBeGreaterThan(second + 4_500);
      expect(await ticket.isVisible()).toBe(true);
    });
    await site.sell(seller, { title: 'Theremin' });
    await open.clock.runFor(30_000);
    await open.getByText('There are new tickets').waitFor();
  });
}

async function timed(call: () => Promise<APIResponse>) {
  const from = performance.now();
  const answer = await call();
  // without its limit a call waits 20 s for the database
  const inTime = performance.now() - from < 15_000;
  return { status: answer.status(), retryAfter: answer.headers()['retry-after'], inTime };
}

/** Resolves when the open list has asked for news and been answered. */
function refreshed(page: Page): Promise<unknown> {
  return page.waitForResponse((answer) => answer.url().includes('/live/tickets') && answer.ok());
}

/** Lets the page's clock run until the open list asks for news in vain. Resolves to the time of the clock, in ms. */
async function askedAfter(page: Page): Promise<number> {
  const isLive = (message: { url: () => string }) => message.url().includes('/live/tickets');
  const asked: string[] = [];
  page.on('request', (request) => isLive(request) && asked.push(request.url()));
  const refused = page.waitForResponse((answer) => isLive(answer) && !answer.ok());
  let ms = 0;
  for (; asked.length === 0 && ms < 60_000; ms += 500) await page.clock.runFor(500);
  await refused;
  page.removeAllListeners('request');
  return ms;
}
