import type { Page } from 'playwright-core';
import { describeInBrowser } from './testing/describe-in-browser.js';
import { Site } from './testing/site.js';

const MOST_SHIFT = 0.01;
jest.setTimeout(120_000);

describeInBrowser('pages that keep themselves up to date', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.open();
  });
  afterAll(() => site?.close());
  afterEach(() => expect(site.complaints.splice(0)).toEqual([]));

  it.each([390, 1280])(
    'at %i px nothing moves while a list refreshes, nor is it asked for too often',
    async (width) => {
      const [seller, buyer] = [await site.member(), await site.member()];
      const tickets = [];
      for (const title of [
        'Cello suites',
        'A title that is long enough to need more than one line on a phone',
      ])
        tickets.push(await site.sell(seller, title));
      const page = await site.visitor({ viewport: { width, height: 800 } });
      await page.addInitScript(observeShifts);
      const asked: number[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/live/')) asked.push(performance.now());
      });
      await page.goto('/');
      await refreshed(page);
      for (const { id } of tickets) await site.reserve(buyer, id);
      await site.sell(seller, 'A new one');
      await page.getByText('There are new tickets').waitFor();
      await page.getByText('Reserved a moment ago').first().waitFor();
      await refreshed(page);
      expect(await shift(page)).toBeLessThanOrEqual(MOST_SHIFT);
      process.stdout.write(`Layout shift of the list at ${width} px: ${(await shift(page)).toFixed(4)}\n`);

      expect(asked.length).toBeGreaterThanOrEqual(3);
      expect(Math.min(...asked.slice(1).map((at, index) => at - (asked[index] ?? 0)))).toBeGreaterThanOrEqual(
        2_000,
      );
    },
  );

  it('nothing moves as an order’s time runs out', async () => {
    const [seller, buyer] = [await site.member(), await site.member()];
    const order = await site.reserve(buyer, (await site.sell(seller, 'Lute songs')).id);
    await site.rewrite(order.id, { expiresAt: new Date(Date.now() + 8_000) });
    await buyer.addInitScript(observeShifts);
    await buyer.goto(`/orders/${order.id}`);
    await buyer.getByRole('heading', { name: 'Your reservation ends soon' }).waitFor();
    await buyer.getByRole('heading', { name: 'Your time is up' }).waitFor();
    expect(await shift(buyer)).toBeLessThanOrEqual(MOST_SHIFT);
  });

  it('asks for nothing while nobody looks, and soon again when somebody does', async () => {
    const page = await site.visitor();
    await page.clock.install();
    await page.goto('/', { waitUntil: 'networkidle' });
    await Promise.all([refreshed(page), page.clock.runFor(5_000)]);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await setHidden(page, true);
    await page.clock.runFor(120_000);
    expect(asked).toEqual([]);
    await setHidden(page, false);
    await Promise.all([refreshed(page), page.clock.runFor(5_000)]);
  });

  it('says that five minutes and one minute are left, once each', async () => {
    const [seller, buyer] = [await site.member(), await site.member()];
    const order = await site.reserve(buyer, (await site.sell(seller, 'Viola and piano')).id);
    await buyer.clock.install();
    // the server's own time would set the clock right again
    await buyer.route('**/live/**', (route) => route.abort());
    await buyer.goto(`/orders/${order.id}`);
    await buyer.getByRole('timer').waitFor();
    const status = buyer.locator('.state-panel [role=status]');
    expect(await status.textContent()).toBe('');
    await buyer.clock.runFor(605_000);
    await status.getByText('5 minutes left', { exact: true }).waitFor();
    await buyer.clock.runFor(240_000);
    await status.getByText('1 minute left', { exact: true }).waitFor();
    await buyer.getByRole('heading', { name: 'Your reservation ends soon' }).waitFor();
  });
});

/** Resolves when the page has asked for what is new and been answered. */
function refreshed(page: Page): Promise<unknown> {
  return page.waitForResponse((answer) => answer.url().includes('/live/') && answer.ok());
}

/** Runs in the browser: sums up what moved, also right after a key or a click. */
function observeShifts(): void {
  Object.assign(window, { shift: 0 });
  new PerformanceObserver((list) => {
    const found = list.getEntries() as unknown as { value: number }[];
    for (const { value } of found) (window as unknown as { shift: number }).shift += value;
  }).observe({ type: 'layout-shift', buffered: true });
}

function shift(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { shift: number }).shift);
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
