import { sharedSite } from '../testing/shared-site.js';
import { type Site } from '../testing/site.js';

const SORRY = 'We cannot reach our services';

export function down(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it('pages that need it say so, an open one stays as it is, and all recover', async () => {
    const [seller, onlooker, open] = [await site.member(), await site.visitor(), await site.visitor()];
    await site.sell(seller, 'Harp and flute');
    await open.goto('/');
    const ticket = open.getByRole('link', { name: 'Harp and flute' });
    await ticket.waitFor();
    await seller.goto('/tickets/new');
    await seller.getByLabel('Title').fill('Not lost');
    await seller.getByLabel('Price in US dollars').fill('9');

    await site.system.process('tickets').stop();
    await onlooker.goto('/');
    await onlooker.getByRole('heading', { name: SORRY }).waitFor();
    expect(await onlooker.getByRole('heading').count()).toBe(1);
    await seller.getByRole('button', { name: 'List ticket' }).click();
    await seller.getByRole('alert').filter({ hasText: SORRY }).waitFor();
    expect(await seller.getByLabel('Title').inputValue()).toBe('Not lost');
    await open.waitForResponse((answer) => answer.url().includes('/live/tickets') && !answer.ok());
    expect(await ticket.isVisible()).toBe(true);

    await site.system.process('tickets').start();
    await onlooker.getByRole('link', { name: 'Try again' }).click();
    await onlooker.getByRole('link', { name: 'Harp and flute' }).waitFor();
    await seller.getByRole('button', { name: 'List ticket' }).click();
    await seller.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    await open.getByText('There are new tickets').waitFor({ timeout: 45_000 });
  });

  it('a reservation is refused kindly, and can be made when it is back', async () => {
    const [seller, buyer] = [await site.member(), await site.member()];
    const ticket = await site.sell(seller, 'Choir by candlelight');
    await buyer.goto(`/tickets/${ticket.id}`);
    await site.system.process('orders').stop();
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await buyer.getByRole('alert').filter({ hasText: SORRY }).waitFor();
    const elsewhere = await buyer.context().newPage();
    await elsewhere.goto('/orders');
    await elsewhere.getByRole('heading', { name: SORRY }).waitFor();

    await site.system.process('orders').start();
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await buyer.waitForURL('**/orders/*');
    await elsewhere.getByRole('link', { name: 'Try again' }).click();
    await elsewhere.getByRole('link', { name: 'Choir by candlelight' }).waitFor();
  });
}
