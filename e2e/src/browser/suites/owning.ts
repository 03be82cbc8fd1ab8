import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Page } from 'playwright-core';
import type { OrderBody, TicketBody } from '../../testing/visitor.js';
import { accessibilityFindings } from '../testing/axe.js';
import { readQrCode } from '../testing/read-qr-code.js';
import { sharedSite } from '../testing/shared-site.js';
import { type Account, newEmail, type Site } from '../testing/site.js';
import { hasStayed, stays } from '../testing/stays.js';

const TICKET = { title: 'String quartet, Vienna', price: 45.5 };

export function owning(): void {
  const [sellerEmail, buyerEmail] = [newEmail(), newEmail()];
  let site: Site;
  let seller: Account;
  let buyer: Account;
  let ticket: TicketBody;
  let order: OrderBody;
  beforeAll(async () => {
    site = await sharedSite();
    ticket = await site.sell(await site.account(sellerEmail), TICKET);
    order = await site.buy(await site.account(buyerEmail), ticket.id);
  });
  beforeEach(async () => {
    [seller, buyer] = [await site.accountAgain(sellerEmail), await site.accountAgain(buyerEmail)];
  });

  const ticketPath = () => `/orders/${order.id}/ticket`;

  it('the buyer goes from the order to a ticket whose code the public keys check', async () => {
    const page = await site.pageOf(buyer);
    await page.goto('/orders');
    await page.getByRole('listitem').getByText('Yours', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Open your ticket' }).click();
    await page.waitForURL(`**${ticketPath()}`);
    await page.getByRole('heading', { name: 'String quartet, Vienna' }).waitFor();
    for (const text of ['$45.50', order.id, 'Show this code at the door'])
      await page.getByText(text).waitFor();

    const keys = (await (await page.request.get('/api/orders/pass-keys')).json()) as JSONWebKeySet;
    const token = await readQrCode(page);
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { issuer: 'ticketing' });
    expect(payload).toMatchObject({ jti: order.id, ticketId: ticket.id, title: 'String quartet, Vienna' });
  });

  it('the code can be read in the dark look and on a phone, and is accessible in all', async () => {
    const phone = { width: 390, height: 800 };
    const page = await site.pageOf(buyer, { colorScheme: 'dark', viewport: phone, deviceScaleFactor: 2 });
    await page.goto(ticketPath());
    expect((await readQrCode(page)).split('.')).toHaveLength(3);
    expect(await accessibilityFindings(page, 'an owned ticket')).toEqual([]);
  });

  it('is printed on one page, with the code and without the rest of the site', async () => {
    const page = await site.pageOf(buyer, { colorScheme: 'dark' });
    await page.addInitScript(() =>
      Object.assign(window, { print: () => Object.assign(window, { printed: true }) }),
    );
    await page.goto(ticketPath());
    await page.getByRole('button', { name: 'Print' }).click();
    expect(await page.evaluate(() => 'printed' in window)).toBe(true);
    for (const format of ['A4', 'Letter']) {
      const pdf = (await page.pdf({ format })).toString('latin1');
      expect([format, pdf.match(/\/Type\s*\/Page\b/g)?.length]).toEqual([format, 1]);
    }
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    const paper = await page.evaluate(() => getComputedStyle(document.querySelector('h1')!).color);
    expect(paper).toBe('rgb(0, 0, 0)');
    expect((await readQrCode(page)).split('.')).toHaveLength(3);
  });

  it('needs no JavaScript but to print, and says so', async () => {
    const page = await site.pageOf(buyer, { javaScriptEnabled: false });
    await page.goto(ticketPath());
    // a text within noscript is found by no other means
    await page.locator('.without-print').filter({ hasText: 'the menu of your browser' }).waitFor();
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    expect((await readQrCode(page)).split('.')).toHaveLength(3);
  });

  it('is kept by no cache and found by no search engine', async () => {
    const answer = await buyer.request.get(ticketPath());
    expect(answer.headers()['cache-control']).toContain('no-store');
    expect(await answer.text()).toMatch(/<meta name="robots" content="noindex, ?nofollow"/);
  });

  it('is shown to the buyer alone, and asks who is not signed in', async () => {
    const other = await site.member();
    for (const page of [other, await site.pageOf(seller)]) {
      expect((await page.goto(ticketPath()))?.status()).toBe(404);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    }
    const nobody = await site.visitor();
    await nobody.goto(ticketPath());
    await nobody.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(new URL(nobody.url()).searchParams.get('next')).toBe(ticketPath());
  });

  it('leads to the order while that is not complete', async () => {
    const other = await site.sell(seller, { title: 'Not paid' });
    const reserved = await site.reserve(buyer, other.id);
    const page = await site.pageOf(buyer);
    await page.goto(`/orders/${reserved.id}/ticket`);
    await page.waitForURL(`**/orders/${reserved.id}`);
    await page.getByRole('heading', { name: 'This ticket is reserved for you' }).waitFor();
  });

  it('a sold ticket says so to everybody, each in their own words', async () => {
    const says = async (page: Page, ...texts: string[]) => {
      await page.goto(`/tickets/${ticket.id}`);
      for (const text of texts) await page.getByText(text).first().waitFor();
      expect(await page.getByRole('button', { name: 'Reserve' }).count()).toBe(0);
    };
    await says(await site.visitor(), 'This ticket is sold');
    await says(await site.member(), 'This ticket is sold');
    await says(await site.pageOf(seller), 'You have sold this ticket', 'Sold for');
    const owner = await site.pageOf(buyer);
    await says(owner, 'This ticket is yours');
    await owner.getByRole('link', { name: 'Open your ticket' }).click();
    await owner.waitForURL(`**${ticketPath()}`);
  });

  it('who gave a ticket up reads that it is sold to somebody else', async () => {
    const early = await site.account();
    const other = await site.sell(seller, { title: 'Harp solo' });
    const given = await site.reserve(early, other.id);
    await early.request.delete(`/api/orders/${given.id}`);
    await site.buy(buyer, other.id);
    const page = await site.pageOf(early);
    await page.goto(`/orders/${given.id}`);
    await page.getByText('The ticket is sold to somebody else.').first().waitFor();
  });

  it('the seller cannot edit a sold ticket and reads why', async () => {
    const page = await site.pageOf(seller);
    await page.goto(`/tickets/${ticket.id}/edit`);
    await page.getByRole('heading', { name: 'This ticket is sold' }).waitFor();
    expect(await page.getByRole('button', { name: 'Save changes' }).count()).toBe(0);
  });

  it('the seller’s open pages show a sale by themselves', async () => {
    const [merchant, customer] = [await site.account(), await site.account()];
    const [first, second] = [
      await site.sell(merchant, { title: 'Cello suite', price: 19.99 }),
      await site.sell(merchant, { title: 'Piano trio', price: 1000 }),
    ];
    const [list, one] = [await site.pageOf(merchant), await site.pageOf(merchant)];
    await list.goto('/tickets/mine');
    await list.getByText('On this page: none sold yet.').waitFor();
    await one.goto(`/tickets/${second.id}`);
    await Promise.all([stays(list), stays(one)]);
    await site.buy(customer, first.id);
    const row = list.getByRole('listitem').filter({ hasText: 'Cello suite' });
    await row.getByText('Sold', { exact: true }).waitFor();
    await row.getByText('for $19.99').waitFor();
    expect(await row.getByRole('link', { name: 'Edit ticket' }).count()).toBe(0);
    await site.buy(customer, second.id);
    await list.getByText('On this page: 2 sold, for $1,019.99 in all.').waitFor();
    await one.getByText('Sold for $1,000.00.').waitFor();
    expect([await hasStayed(list), await hasStayed(one)]).toEqual([true, true]);
    expect(await accessibilityFindings(list, 'a list with sold tickets')).toEqual([]);
  });
}
