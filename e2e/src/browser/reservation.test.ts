import type { Page } from 'playwright-core';
import type { OrderBody } from '../testing/visitor.js';
import { describeInBrowser } from './testing/describe-in-browser.js';
import { newEmail, PASSWORD, Site } from './testing/site.js';

const WINDOW_SECONDS = 18;
jest.setTimeout(120_000);

describeInBrowser('reserving in a browser', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.open({ expirationWindowSeconds: WINDOW_SECONDS });
  });
  afterAll(() => site?.close());
  afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

  it('two people sign up, one lists a ticket, the other holds it until the time is up, and it is on sale again', async () => {
    const [seller, buyer] = [await site.visitor(), await site.visitor()];
    await signUp(seller);
    await signUp(buyer);

    await seller.getByRole('link', { name: 'Sell', exact: true }).click();
    await seller.getByLabel('Title').fill('String quartet, Vienna');
    await seller.getByLabel('Price in US dollars').fill('45.50');
    await seller.getByRole('button', { name: 'List ticket' }).click();
    await seller.getByRole('heading', { name: 'This is your ticket' }).waitFor();
    await site.isReservable(lastSegment(seller.url()));
    await stays(seller);

    await buyer.getByRole('link', { name: 'Browse' }).click();
    await buyer.getByRole('link', { name: 'String quartet, Vienna' }).click();
    await buyer.getByText('$45.50').waitFor();
    await buyer.getByRole('button', { name: 'Reserve' }).click();
    await buyer.waitForURL('**/orders/*');
    await buyer.getByRole('timer').waitFor();
    await stays(buyer);
    const announcements = await listen(buyer);

    // the seller's page and the list tell it without being asked
    await seller.getByText('Somebody has reserved it').waitFor();
    const onlooker = await site.visitor();
    await onlooker.goto('/');
    await onlooker.getByText('Nothing is on sale right now').waitFor();

    await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
    await seller.getByText('It is on sale. You can change').waitFor();
    expect(await announcements()).toEqual(['10 seconds left', 'Your time is up']);
    expect(await hasStayed(buyer)).toBe(true);
    expect(await hasStayed(seller)).toBe(true);
    expect(await buyer.getByRole('button', { name: 'Cancel order' }).count()).toBe(0);
    await onlooker.reload();
    await onlooker.getByRole('link', { name: 'String quartet, Vienna' }).waitFor();
  });

  it('of two people who reserve a ticket at once, one gets it and the other is told kindly', async () => {
    const seller = await site.member();
    const ticket = await site.sell(seller, 'The last seat');
    const racers = [await site.member(), await site.member()];
    await Promise.all(racers.map((page) => page.goto(`/tickets/${ticket.id}`)));
    await Promise.all(racers.map((page) => page.getByRole('button', { name: 'Reserve' }).click()));
    const outcomes = await Promise.all(
      racers.map(async (page) => {
        const won = page.getByRole('heading', { name: 'This ticket is reserved for you' });
        const wonSoon = page.getByRole('heading', { name: 'Your reservation ends soon' });
        // who reads slowly sees the ticket's own word for it, which follows a moment later
        const lost = page.getByText(/^(Somebody was faster|Somebody has reserved it)$/);
        await won.or(wonSoon).or(lost).first().waitFor();
        return (await lost.count()) > 0 ? 'lost' : 'won';
      }),
    );
    expect(outcomes.sort()).toEqual(['lost', 'won']);
  });

  it('a ticket that gets reserved is marked in the list, and leaves it, without a reload', async () => {
    const [seller, buyer, onlooker] = [await site.member(), await site.member(), await site.visitor()];
    const ticket = await site.sell(seller, 'Night at the opera');
    await onlooker.goto('/');
    await stays(onlooker);
    const row = onlooker.getByRole('listitem').filter({ hasText: 'Night at the opera' });
    await row.waitFor();
    await site.reserve(buyer, ticket.id);
    await row.getByText('Reserved', { exact: true }).waitFor();
    await onlooker.getByText('Night at the opera has just been reserved').waitFor({ state: 'attached' });
    await onlooker.getByText('Reserved a moment ago').waitFor();
    expect(await onlooker.getByRole('link', { name: 'Night at the opera' }).count()).toBe(0);
    expect(await hasStayed(onlooker)).toBe(true);
  });

  it('counts down by the server though the browsers’ clocks are an hour behind and ahead', async () => {
    await Promise.all([-1, 1].map((hours) => countsDownRightly(site, hours)));
  });
});

async function countsDownRightly(site: Site, hours: number): Promise<void> {
  const [seller, buyer] = [await site.member(), await site.member()];
  await buyer.addInitScript(shiftDate, hours * 3_600_000);
  const ticket = await site.sell(seller, `A clock ${hours} h off`);
  const order = await site.reserve(buyer, ticket.id);
  await buyer.goto(`/orders/${order.id}`);
  expect(Math.abs((await buyer.evaluate(() => Date.now())) - Date.now())).toBeGreaterThan(3_500_000);
  const shown = await buyer.getByRole('timer').textContent();
  expect(Math.abs(secondsLeft(order) - toSeconds(shown))).toBeLessThan(4);
  await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
  expect(secondsLeft(order)).toBeLessThanOrEqual(0.1);
  expect(secondsLeft(order)).toBeGreaterThan(-5);
}

/** Runs in the browser: its date is `shift` ms off, its clock that only runs is not. */
function shiftDate(shift: number): void {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(value: number | string = RealDate.now() + shift) {
      super(value);
    }
    static override now = () => RealDate.now() + shift;
  } as DateConstructor;
}

async function signUp(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Email').fill(newEmail());
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** From now on `hasStayed` tells whether the page is still the one that was loaded. */
const stays = (page: Page) => page.evaluate(() => Object.assign(window, { stayed: true }));
const hasStayed = (page: Page) => page.evaluate(() => 'stayed' in window);

/** What a screen reader says from now on, each text once. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    const hear = () => {
      const text = document.querySelector('.state-panel [role=status]')?.textContent ?? '';
      if (text !== '' && said.at(-1) !== text) said.push(text);
    };
    new MutationObserver(hear).observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Object.assign(window, { said });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

function lastSegment(url: string): string {
  return url.split('/').at(-1) ?? '';
}

function secondsLeft({ expiresAt }: OrderBody): number {
  return (Date.parse(expiresAt) - Date.now()) / 1000;
}

function toSeconds(clock: string | null): number {
  const [minutes = NaN, seconds = NaN] = (clock ?? '').split(':').map(Number);
  return minutes * 60 + seconds;
}
