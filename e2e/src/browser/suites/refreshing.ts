import { eventually } from '@ticketing/processes';
import type { Page } from 'playwright-core';
import { mainPages } from '../testing/main-pages.js';
import { sharedSite } from '../testing/shared-site.js';
import { MOST_SHIFT, observeShifts, shiftOf } from '../testing/shifts.js';
import type { Account, Site } from '../testing/site.js';
import { hasStayed, stays } from '../testing/stays.js';

const WIDTHS = [390, 1280];
const LONG_TITLE = 'A title that is long enough to need more than one line on a phone';

export function refreshing(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  /** Opens `path` on a phone and a desktop, and waits until each page has asked for news once. */
  async function observed(account: Account | undefined, path: string): Promise<Page[]> {
    return Promise.all(
      WIDTHS.map(async (width) => {
        const page = await site.pageOf(account, { viewport: { width, height: 800 } });
        await observeShifts(page);
        await page.goto(path);
        await refreshed(page);
        return page;
      }),
    );
  }

  it('nothing moves on the list while it refreshes, at 390 and 1280 px', async () => {
    const [seller, buyer] = [await site.account(), await site.account()];
    const tickets = [
      await site.sell(seller, { title: 'Cello suites' }),
      await site.sell(seller, { title: LONG_TITLE }),
    ];
    const pages = await observed(undefined, '/');
    for (const { id } of tickets) await site.reserve(buyer, id);
    await site.sell(seller, { title: 'A new one' });
    for (const page of pages) {
      await page.getByText('There are new tickets').waitFor();
      await page.getByText('Reserved a moment ago').first().waitFor();
    }
    await expectStill('/', pages);
  });

  it('nothing moves on the own tickets as one comes and others change', async () => {
    const [seller, buyer] = [await site.account(), await site.account()];
    const tickets = [
      await site.sell(seller, { title: 'Cello suites' }),
      await site.sell(seller, { title: LONG_TITLE }),
    ];
    const pages = await observed(seller, '/tickets/mine');
    for (const { id } of tickets) await site.reserve(buyer, id);
    await site.sell(seller, { title: 'A newer one' });
    for (const page of pages) {
      await page.getByText('Reserved').nth(1).waitFor();
      await page.getByRole('button', { name: 'There are new tickets' }).waitFor();
      expect(await page.getByText('A newer one').count()).toBe(0);
    }
    await expectStill('/tickets/mine', pages);
    for (const page of pages) {
      await page.getByRole('button', { name: 'There are new tickets' }).click();
      await page
        .getByRole('listitem')
        .first()
        .getByRole('link', { name: 'A newer one', exact: true })
        .waitFor();
      await page
        .getByRole('list', { name: 'The tickets that you have listed' })
        .and(page.locator(':focus'))
        .waitFor();
    }
  });

  it('nothing moves on the own orders as one comes and others end', async () => {
    const [seller, buyer] = [await site.account(), await site.account()];
    const order = async (title: string) => site.reserve(buyer, (await site.sell(seller, { title })).id);
    const [soon, cancelled, complete] = [
      await order(LONG_TITLE),
      await order(LONG_TITLE),
      await order('Viola'),
    ];
    const pages = await observed(buyer, '/orders');
    const fresh = await site.sell(seller, { title: 'A newer one' });
    await site.rewrite(soon.id, { expiresAt: new Date(Date.now() + 50_000) });
    await site.rewrite(complete.id, { status: 'complete' });
    await buyer.request.delete(`/api/orders/${cancelled.id}`);
    await site.reserve(buyer, fresh.id);
    const allShow = (...texts: string[]) =>
      Promise.all(pages.flatMap((page) => texts.map((text) => page.getByText(text).waitFor())));
    await allShow('Expiring soon', 'Cancelled', 'Yours', 'There are new orders');
    await site.rewrite(soon.id, { expiresAt: new Date() });
    await allShow('Expired');
    await expectStill('/orders', pages);
  });

  it.each(WIDTHS)('at %i px no main page moves or asks more often than every 2 s', async (width) => {
    const shifts = await Promise.all(
      (await mainPages(site)).map(async ({ name, path, account }) => {
        const page = await site.pageOf(account, { viewport: { width, height: 800 } });
        await observeShifts(page);
        await page.goto(path, { waitUntil: 'networkidle' });
        await refreshed(page);
        // to look away and back must not make the page ask at once
        await setHidden(page, true);
        await setHidden(page, false);
        await refreshed(page);
        const asked = await requestTimes(page, 2);
        const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
        expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_000);
        return { name, shift: await shiftOf(page) };
      }),
    );
    const figures = shifts.map(({ name, shift }) => `${name} ${shift.toFixed(4)}`);
    process.stdout.write(`Layout shift at ${width} px: ${figures.join(', ')}\n`);
    expect(shifts.filter(({ shift }) => shift > MOST_SHIFT)).toEqual([]);
  });

  it('nothing moves as an order’s time runs out', async () => {
    const [seller, buyer] = [await site.account(), await site.member()];
    const order = await site.reserve(buyer, (await site.sell(seller, { title: 'Lute songs' })).id);
    await site.rewrite(order.id, { expiresAt: new Date(Date.now() + 50_000) });
    await observeShifts(buyer);
    await buyer.goto(`/orders/${order.id}`);
    await buyer.getByRole('heading', { name: 'Your reservation ends soon' }).waitFor();
    await site.rewrite(order.id, { expiresAt: new Date(Date.now() + 5_000) });
    await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
    expect(await shiftOf(buyer)).toBeLessThanOrEqual(MOST_SHIFT);
  });

  it('asks for nothing while the page is hidden, and soon when it is visible again', async () => {
    await Promise.all(
      (await mainPages(site)).map(async ({ path, account }) => {
        const page = await site.pageOf(account);
        await page.clock.install();
        await page.goto(path, { waitUntil: 'networkidle' });
        await Promise.all([refreshed(page), page.clock.runFor(5_000)]);
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        await setHidden(page, true);
        await page.clock.runFor(120_000);
        expect(asked).toEqual([]);
        await setHidden(page, false);
        await Promise.all([refreshed(page), page.clock.runFor(5_000)]);
      }),
    );
  });

  it('announces five minutes, one minute and the end without the server', async () => {
    const [seller, buyer] = [await site.account(), await site.member()];
    const order = await site.reserve(buyer, (await site.sell(seller, { title: 'Viola and piano' })).id);
    await buyer.clock.install();
    // an answer would tell the server's time and set the clock right again
    await buyer.route('**/live/**', (route) => route.abort());
    await buyer.goto(`/orders/${order.id}`);
    await stays(buyer);
    await buyer.getByRole('timer').waitFor();
    const status = buyer.locator('.state-panel [role=status]');
    expect(await status.textContent()).toBe('');
    // the page shows before its scripts run; marks that pass until then are not announced
    const shown = await buyer.getByRole('timer').textContent();
    await eventually(async () => {
      await buyer.clock.runFor(1_000);
      if ((await buyer.getByRole('timer').textContent()) === shown) throw new Error('it does not count down');
    });
    await buyer.clock.runFor(605_000);
    await status.getByText('5 minutes left', { exact: true }).waitFor();
    await buyer.clock.runFor(240_000);
    await status.getByText('1 minute left', { exact: true }).waitFor();
    await buyer.getByRole('heading', { name: 'Your reservation ends soon' }).waitFor();
    await buyer.clock.runFor(60_000);
    await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
    expect(await buyer.getByRole('button', { name: 'Cancel order' }).count()).toBe(0);
    expect(await hasStayed(buyer)).toBe(true);
  });
}

/**
 * The times of the page's own requests, by the browser's clock: this process may learn of them late. Resolves when there
 * are at least `count`, because the browser notes a request only when its whole answer has come.
 */
function requestTimes(page: Page, count: number): Promise<number[]> {
  return eventually(async () => {
    const times = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => (entry as PerformanceResourceTiming).initiatorType === 'fetch')
        .map(({ startTime }) => startTime),
    );
    if (times.length < count) throw new Error(`the page has asked ${times.length} times`);
    return times;
  });
}

async function expectStill(name: string, pages: Page[]): Promise<void> {
  const shifts = await Promise.all(pages.map(shiftOf));
  process.stdout.write(
    `Layout shift of ${name} as it refreshes: ${shifts.map((shift) => shift.toFixed(4)).join(', ')}\n`,
  );
  expect(Math.max(...shifts)).toBeLessThanOrEqual(MOST_SHIFT);
}

/** Resolves when the page has asked for news and been answered. */
function refreshed(page: Page): Promise<unknown> {
  return page.waitForResponse((answer) => answer.url().includes('/live/') && answer.ok());
}

function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (value ? 'hidden' : 'visible'),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
