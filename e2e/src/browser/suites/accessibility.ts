import type { Page } from 'playwright-core';
import { accessibilityFindings, findingsWithoutScripts } from '../testing/axe.js';
import { sharedSite } from '../testing/shared-site.js';
import { fillTicket } from '../testing/fill-ticket.js';
import { newEmail, PASSWORD, type Site } from '../testing/site.js';

export function accessibility(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  /** Opens a page, waits for a text that only this state shows, and expects no findings. */
  async function expectAccessible(page: Page, path: string, text: string): Promise<void> {
    await page.goto(path);
    await expectAccessibleNow(page, text);
  }

  async function expectAccessibleNow(page: Page, text: string): Promise<void> {
    await page.getByText(text).first().waitFor();
    expect(await accessibilityFindings(page, text)).toEqual([]);
  }

  it('a visitor: an empty list, signing in, its errors, a page that does not exist', async () => {
    await site.forgetTickets();
    const page = await site.visitor();
    await expectAccessible(page, '/', 'Nothing is on sale right now');
    await expectAccessible(page, '/?q=nothing', 'No ticket matches');
    await expectAccessible(page, '/nothing', 'There is nothing here');
    await expectAccessible(page, '/auth/signin?next=/orders', 'Please sign in to go on');
    await page.getByLabel('Email').fill('nobody@example.com');
    await page.getByLabel('Password').fill('wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await expectAccessibleNow(page, 'Invalid credentials');
    await page.goto('/auth/signup');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.locator('#password-error').waitFor();
    await expectAccessibleNow(page, '8 to 128 characters');
  });

  it('a seller: no tickets yet, selling, its errors, each state of a ticket, editing', async () => {
    const [seller, buyer] = [await site.member(), await site.member()];
    await expectAccessible(seller, '/tickets/mine', 'You have not listed a ticket yet');
    await expectAccessible(seller, '/tickets/new', 'It is on sale as soon as you list it');
    await seller.getByRole('button', { name: 'List ticket' }).click();
    await seller.locator('#title-error').waitFor();
    await expectAccessibleNow(seller, 'What the ticket is for');
    const [held, free] = [
      await site.sell(seller, { title: 'A'.repeat(120) }),
      await site.sell(seller, { title: 'Piano trio' }),
    ];
    await site.reserve(buyer, held.id);
    await expectAccessible(seller, '/tickets/mine', 'Piano trio');
    await expectAccessible(seller, `/tickets/${free.id}`, 'This is your ticket');
    await expectAccessible(seller, `/tickets/${held.id}`, 'Somebody has reserved it');
    await expectAccessible(seller, `/tickets/${free.id}/edit`, 'Save changes');
    await expectAccessible(seller, `/tickets/${held.id}/edit`, 'This ticket cannot be edited now');
    await expectAccessible(buyer, `/tickets/${free.id}/edit`, 'This is not your ticket');
  });

  it('a buyer: no orders yet, each state of a ticket and an order, coming too late', async () => {
    const [seller, buyer, other] = [await site.account(), await site.member(), await site.member()];
    await expectAccessible(buyer, '/orders', 'You have not reserved a ticket yet');
    const sell = (title: string) => site.sell(seller, { title, price: 1234.5 });
    const order = async (title: string) => site.reserve(buyer, (await sell(title)).id);
    const running = await order('Running');
    const soon = await order('Soon');
    await site.rewrite(soon.id, { expiresAt: new Date(Date.now() + 55_000) });
    await expectAccessible(buyer, `/orders/${soon.id}`, 'Your reservation ends soon');
    const expired = await order('Over');
    const end = new Date(Date.now() - 60_000);
    await site.rewrite(expired.id, { status: 'cancelled', expiresAt: end, cancelledAt: end });
    const complete = await order('Complete');
    await site.rewrite(complete.id, { status: 'complete' });
    const cancelled = await order('Cancelled');
    await buyer.request.delete(`/api/orders/${cancelled.id}`);
    await expectAccessible(buyer, `/orders/${running.id}`, 'This ticket is reserved for you');
    await expectAccessible(buyer, `/orders/${expired.id}`, 'Your time is up');
    await expectAccessible(buyer, `/orders/${complete.id}`, 'This ticket is yours');
    await expectAccessible(buyer, `/orders/${cancelled.id}`, 'You have cancelled this order');
    await expectAccessible(buyer, '/orders', 'Yours');
    await expectAccessible(buyer, `/tickets/${running.ticket.id}`, 'You have reserved this ticket');
    await expectAccessible(other, `/tickets/${running.ticket.id}`, 'Somebody has reserved it');

    const wanted = await sell('Wanted by all');
    await expectAccessible(buyer, `/tickets/${wanted.id}`, 'A reservation is yours alone');
    // a refresh would show the reserved ticket and no button to press
    await buyer.route('**/live/**', (route) => route.abort());
    await buyer.goto(`/tickets/${wanted.id}`);
    await site.reserve(other, wanted.id);
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await expectAccessibleNow(buyer, 'Somebody was faster');
  });

  it('an open list: tickets on sale, reserved and gone, and the news of new tickets', async () => {
    const [seller, buyer, page] = [await site.account(), await site.account(), await site.visitor()];
    const ticket = await site.sell(seller, { title: 'Brass band' });
    await expectAccessible(page, '/', 'Brass band');
    await page.goto('/');
    const row = page.getByRole('listitem').filter({ hasText: 'Brass band' });
    await row.waitFor();
    await site.sell(seller, { title: 'Newer than that' });
    await site.reserve(buyer, ticket.id);
    await row.getByText('Reserved', { exact: true }).waitFor();
    await page.route('**/live/**', (route) => route.abort());
    await expectAccessibleNow(page, 'There are new tickets');
    await page.unrouteAll();
    await page.getByText('Reserved a moment ago').waitFor();
    await expectAccessibleNow(page, 'Reserved a moment ago');
  });

  it('a page and a form while a service is down', async () => {
    const page = await site.member();
    await page.goto('/tickets/new');
    await site.without('tickets', async () => {
      await page.getByRole('button', { name: 'List ticket' }).click();
      await expectAccessibleNow(page, 'we do not know whether your ticket is listed');
      await expectAccessible(page, '/', 'We cannot reach our services');
    });
  });

  it('a ticket that changed, no answer, on sale again, another account, and typed text', async () => {
    const [seller, winner, other] = [await site.account(), await site.account(), newEmail()];
    await site.account(other);
    const page = await site.member();
    const [ticket, wanted] = [
      await site.sell(seller, { title: 'Stage pass' }),
      await site.sell(seller, { title: 'Wanted by two' }),
    ];
    await page.route('**/live/**', (route) => route.abort());
    await page.goto(`/tickets/${ticket.id}`);
    await seller.request.put(`/api/tickets/${ticket.id}`, { data: { title: 'Parking slip', price: 500 } });
    await site.isKnown(ticket.id, { title: 'Parking slip' });
    await page.getByRole('button', { name: 'Reserve' }).click();
    await expectAccessibleNow(page, 'This ticket has changed');
    await site.whileFrozen('orders', async () => {
      await page.getByRole('button', { name: 'Reserve' }).click();
      await expectAccessibleNow(page, 'we do not know whether this ticket is reserved for you');
    });
    await page.goto(`/tickets/${wanted.id}`);
    const order = await site.reserve(winner, wanted.id);
    await page.getByRole('button', { name: 'Reserve' }).click();
    await page.getByText('Somebody was faster').waitFor();
    await page.unrouteAll();
    await winner.request.delete(`/api/orders/${order.id}`);
    await expectAccessibleNow(page, 'This ticket is on sale again');
    await page.goto('/tickets/new');
    await page.getByLabel('Title').fill('Half typed');
    await site.switchTo(page, other);
    await expectAccessibleNow(page, 'What you have typed stays here');
    await page.getByRole('button', { name: 'List ticket' }).click();
    await expectAccessibleNow(page, 'This page was made for');
    await page.route('**/live/**', (route) => route.abort());
    await page.goto('/');
    const third = newEmail();
    await site.account(third);
    await site.switchTo(page, third);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expectAccessibleNow(page, 'You are signed in with another account');
    await page.goto('/tickets/new');
    await fillTicket(page, { title: 'Kept' });
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'List ticket' }).click();
    await expectAccessibleNow(page, 'What you typed is kept');
    await page.getByLabel('Email').fill(other);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expectAccessibleNow(page, 'Here is what was typed as');
  });

  it('without JavaScript: every page, and the messages of a form and a button', async () => {
    const options = { javaScriptEnabled: false };
    const [seller, buyer] = [await site.member(options), await site.member(options)];
    const copy = await site.visitor();
    const [held, free] = [
      await site.sell(seller, { title: 'Held' }),
      await site.sell(seller, { title: 'Free' }),
    ];
    const order = await site.reserve(buyer, held.id);
    const states: [Page, string, string][] = [
      [buyer, '/', 'Tickets on sale'],
      [buyer, '/auth/signin', 'Sign in'],
      [buyer, `/tickets/${free.id}`, 'A reservation is yours alone'],
      [buyer, `/orders/${order.id}`, 'This ticket is reserved for you'],
      [buyer, '/orders', 'My orders'],
      [buyer, '/nothing', 'There is nothing here'],
      [seller, '/tickets/mine', 'Held'],
      [seller, `/tickets/${free.id}/edit`, 'Save changes'],
    ];
    const findings = [];
    for (const [page, path, text] of states) {
      await page.goto(path);
      await page.getByText(text).first().waitFor();
      findings.push(...(await findingsWithoutScripts(page, copy, text)));
    }
    await buyer.goto('/tickets/new');
    await buyer.getByRole('button', { name: 'List ticket' }).click();
    await buyer.locator('#title-error').waitFor();
    findings.push(...(await findingsWithoutScripts(buyer, copy, 'errors of a form')));
    await buyer.goto(`/tickets/${free.id}`);
    await site.reserve(await site.account(), free.id);
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await buyer.getByText('Somebody was faster').waitFor();
    findings.push(...(await findingsWithoutScripts(buyer, copy, 'too late')));
    expect(findings).toEqual([]);
  });
}
