import { eventually } from '@ticketing/processes';
import type { Page, Route } from 'playwright-core';
import { sharedSite } from '../testing/shared-site.js';
import type { Site } from '../testing/site.js';
import { hasStayed, stays } from '../testing/stays.js';

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
  const shift = hours * 3_600_000;
  const [seller, buyer] = [await site.account(), await site.member()];
  await buyer.addInitScript(shiftDate, shift);
  const ticket = await site.sell(seller, { title: `A clock ${hours} h off` });
  const { id, expiresAt } = await site.reserve(buyer, ticket.id);
  await buyer.goto(`/orders/${id}`);
  expect(Math.abs((await buyer.evaluate(() => Date.now())) - Date.now() - shift)).toBeLessThan(600_000);
  // the server wrote the first text, and a page that was long on its way shows too much time until it has asked the server
  const right = new Set<string>();
  await eventually(async () => {
    const { shown, left } = await buyer.evaluate(readCountdown, { shift, expiresAt });
    if (Math.abs(left - toSeconds(shown)) > 2) throw new Error(`${left} s are left, the page shows ${shown}`);
    if (right.add(shown).size < 3) throw new Error(`the page stands still at ${shown}`);
  });
  const end = Date.now() + 5_000;
  await site.rewrite(id, { expiresAt: new Date(end) });
  await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
  expect(Date.now()).toBeGreaterThan(end - 2_000);
}

/** Runs in the browser. Reads the shown time and the seconds that are really left in one step, so that no pause is between. */
function readCountdown({ shift, expiresAt }: { shift: number; expiresAt: string }) {
  const shown = document.querySelector('[role=timer]')?.textContent ?? '';
  return { shown, left: (Date.parse(expiresAt) - (Date.now() - shift)) / 1000 };
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

/** Reads `m:ss` or `h:mm:ss`. */
function toSeconds(clock: string): number {
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
