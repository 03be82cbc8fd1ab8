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

    it('auth: all that needs nobody to be known goes on, and nobody can sign in', async () => {
      const [seller, member] = [await site.member(), await site.member(options)];
      const ticket = await site.sell(seller, 'Bagpipes at dawn');
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

    it('tickets: pages that need it say so, nothing that was typed is lost, and all recover', async () => {
      const [seller, buyer] = [await site.member(options), await site.member()];
      const held = await site.sell(seller, 'Harp and flute');
      const order = await site.reserve(buyer, held.id);
      await seller.goto('/tickets/new');
      await seller.getByLabel('Title').fill('Not lost');
      await seller.getByLabel('Price in US dollars').fill('9');
      await site.without('tickets', async () => {
        await seller.getByRole('button', { name: 'List ticket' }).click();
        await seller.getByRole('alert').filter({ hasText: SORRY }).waitFor();
        expect(await seller.getByLabel('Title').inputValue()).toBe('Not lost');
        const reader = await site.again(seller, options);
        for (const path of ['/', '/tickets/mine', `/tickets/${held.id}`, `/tickets/${held.id}/edit`]) {
          await reader.goto(path);
          await reader.getByRole('heading', { name: SORRY }).waitFor();
          expect(await reader.getByRole('heading').count()).toBe(1);
        }
        // an order tells what it has of its ticket by itself
        const holder = await site.again(buyer, options);
        await holder.goto(`/orders/${order.id}`);
        await holder.getByRole('heading', { name: 'Harp and flute' }).waitFor();
      });
      await seller.getByRole('button', { name: 'List ticket' }).click();
      await seller.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    });

    it('orders: a reservation is refused kindly, and can be made when it is back', async () => {
      const [seller, buyer] = [await site.member(), await site.member(options)];
      const ticket = await site.sell(seller, 'Choir by candlelight');
      await buyer.goto(`/tickets/${ticket.id}`);
      const elsewhere = await site.again(buyer, options);
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

  it('an open page stays as it is, asks more and more rarely, and catches up', async () => {
    const [seller, open] = [await site.member(), await site.visitor()];
    await site.sell(seller, 'Musical saw');
    await open.goto('/');
    const ticket = open.getByRole('link', { name: 'Musical saw' });
    await ticket.waitFor();
    await site.without('tickets', async () => {
      const asked = () =>
        open.waitForResponse((answer) => answer.url().includes('/live/tickets') && !answer.ok());
      await asked();
      const since = Date.now();
      await asked();
      expect(Date.now() - since).toBeGreaterThan(4_500);
      expect(await ticket.isVisible()).toBe(true);
    });
    await site.sell(seller, 'Theremin');
    await open.getByText('There are new tickets').waitFor({ timeout: 45_000 });
  });
}
