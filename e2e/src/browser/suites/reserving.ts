import { eventually } from '@ticketing/processes';
import type { Page, Route } from 'playwright-core';
import { sharedSite } from '../testing/shared-site.js';
import type { Site } from '../testing/site.js';
import { hasStayed, stays } from '../testing/stays.js';

/** A reservation ends this long from now: long enough to open its page, short enough to wait for. */
const WATCHED_MS = 10_000;

export function reserving(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it('two people reserve a ticket at once: one gets it, the other is told kindly', async () => {
    const ticket = await site.sell(await site.account(), { title: 'The last seat' });
    const racers = [await site.member(), await site.member()];
    // a page that learns of the order too early has no button to press any more
    await Promise.all(racers.map((page) => page.route('**/live/**', (route) => route.abort())));
    await Promise.all(racers.map((page) => page.goto(`/tickets/${ticket.id}`)));
    await Promise.all(racers.map((page) => page.getByRole('button', { name: 'Reserve' }).click()));
    const outcomes = await Promise.all(
      racers.map(async (page) => {
        const won = page.getByRole('heading', { name: 'This ticket is reserved for you' });
        const lost = page.getByRole('heading', { name: 'Somebody was faster' });
        await won.or(lost).first().waitFor();
        return (await lost.count()) > 0 ? 'lost' : 'won';
      }),
    );
    expect(outcomes.sort()).toEqual(['lost', 'won']);
  });

  it('an open list marks a reserved ticket and drops it with the next refresh', async () => {
    const [seller, buyer, onlooker] = [await site.account(), await site.account(), await site.visitor()];
    const ticket = await site.sell(seller, { title: 'Night at the opera' });
    const refresh = await holdRefreshes(onlooker);
    await onlooker.goto('/');
    await stays(onlooker);
    const row = onlooker.getByRole('listitem').filter({ hasText: 'Night at the opera' });
    await row.waitFor();
    await site.reserve(buyer, ticket.id);
    await refresh();
    await row.getByText('Reserved', { exact: true }).waitFor();
    await onlooker.getByText('Night at the opera has just been reserved').waitFor({ state: 'attached' });
    await refresh();
    await onlooker.getByText('Reserved a moment ago').waitFor();
    expect(await onlooker.getByRole('link', { name: 'Night at the opera' }).count()).toBe(0);
    expect(await hasStayed(onlooker)).toBe(true);
  });

  it('counts down by the server’s clock when a browser’s is an hour off', async () => {
    await Promise.all([-1, 1].map((hours) => countsDownRightly(site, hours)));
  });
}

/** Holds back the page's own requests for news; each call of the returned function lets one go. */
async function holdRefreshes(page: Page): Promise<() => Promise<void>> {
  const held: Route[] = [];
  await page.route('**/live/**', (route) => void held.push(route));
  return () =>
    eventually(async () => {
      const next = held.shift();
      if (!next) throw new Error('the page asks for nothing');
      await next.continue();
    });
}

async function countsDownRightly(site: Site, hours: number): Promise<void> {
  const [seller, buyer] = [await site.account(), await site.member()];
  await buyer.addInitScript(shiftDate, hours * 3_600_000);
  const ticket = await site.sell(seller, { title: `A clock ${hours} h off` });
  const { id } = await site.reserve(buyer, ticket.id);
  const order = { id, expiresAt: new Date(Date.now() + WATCHED_MS).toISOString() };
  await site.rewrite(id, { expiresAt: new Date(order.expiresAt) });
  await buyer.goto(`/orders/${order.id}`);
  expect(Math.abs((await buyer.evaluate(() => Date.now())) - Date.now())).toBeGreaterThan(3_500_000);
  const shown = await buyer.getByRole('timer').textContent();
  expect(Math.abs(secondsLeft(order) - toSeconds(shown))).toBeLessThan(4);
  await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
  expect(secondsLeft(order)).toBeLessThanOrEqual(0.1);
  expect(secondsLeft(order)).toBeGreaterThan(-5);
}

/** Runs in the browser and sets its date `shift` ms off. `performance.now` stays right. */
function shiftDate(shift: number): void {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(value: number | string = RealDate.now() + shift) {
      super(value);
    }
    static override now = () => RealDate.now() + shift;
  } as DateConstructor;
}

function secondsLeft({ expiresAt }: { expiresAt: string }): number {
  return (Date.parse(expiresAt) - Date.now()) / 1000;
}

function toSeconds(clock: string | null): number {
  const [minutes = NaN, seconds = NaN] = (clock ?? '').split(':').map(Number);
  return minutes * 60 + seconds;
}
