import { eventually } from '@ticketing/processes';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startWithDashboard } from '../testing/dashboard-pages.js';
import type { RunningSystem } from '../testing/running-system.js';
import { Visitor } from '../testing/visitor.js';
import { accessibilityFindings } from './testing/axe.js';
import { launchBrowser } from './testing/browser.js';
import { describeInBrowser } from './testing/describe-in-browser.js';

const LIMIT_MS = 60_000;
const PATHS = [
  '/',
  '/logs',
  '/traces',
  '/events',
  '/dead-letters',
  '/timers',
  '/outboxes',
  '/data',
  '/lessons',
  '/docs',
];

describeInBrowser('the dashboard', () => {
  const complaints: string[] = [];
  let running: RunningSystem;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    running = await startWithDashboard();
    url = running.system.state().dashboard!;
    browser = await launchBrowser();
    const [seller, buyer] = await Visitor.crowd(running.url, 2);
    const { id } = await seller!.sell('<b>Concert</b>');
    await eventually(async () => {
      const { status } = await buyer!.post('/api/orders', { ticketId: id });
      expect([200, 201]).toContain(status);
    }, LIMIT_MS);
  });
  afterEach(() => expect(complaints.splice(0)).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(url + path);
    return page;
  }

  it.each([...PATHS, '/data/auth/users', '/lessons/invariants', `/traces/${'a'.repeat(32)}`])(
    'has no finding of axe and fits on a phone: %s',
    async (path) => {
      const page = await open(path);
      expect(await accessibilityFindings(page, path)).toEqual([]);
      await page.context().close();
    },
  );

  it('shows by itself that a process was killed and runs again, and keeps the focus', async () => {
    const page = await open('/');
    const kill = page.getByRole('row', { name: /^expiration / }).getByRole('button', { name: 'Kill -9' });
    await kill.click();
    await page.getByText('expiration was killed').waitFor();
    await kill.focus();
    const row = page.getByRole('row', { name: /^expiration running .* 1 / });
    await row.waitFor({ timeout: LIMIT_MS });
    await eventually(async () =>
      expect(await kill.evaluate((it) => it === document.activeElement)).toBe(true),
    );
    await page.context().close();
  });

  it('does not move while its updates are paused', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Pause updates' }).click();
    const shown = await page.locator('#live').innerHTML();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(await page.locator('#live').innerHTML()).toBe(shown);
    await page.getByRole('button', { name: 'Go on' }).click();
    await eventually(async () => expect(await page.locator('#live').innerHTML()).not.toBe(shown));
    await page.context().close();
  });

  it('shows new lines of the logs as they come, and no HTML in them', async () => {
    const page = await open('/logs?text=needle');
    await page.getByText('No line is found').waitFor();
    running.system.lines.add('orders', 'needle <img src=x onerror=alert(1)>');
    await page.getByText('needle <img src=x onerror=alert(1)>').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    await page.context().close();
  });

  it('works without scripts', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    const row = page.getByRole('row', { name: /^expiration / });
    await row.getByRole('button', { name: 'Stop' }).click();
    await eventually(() => expect(running.system.process('expiration').state).toBe('stopped'), LIMIT_MS);
    await page.goto(`${url}/`);
    await row.getByRole('button', { name: 'Start' }).click();
    await eventually(() => expect(running.system.process('expiration').state).toBe('running'), LIMIT_MS);
    await page.context().close();
  });

  it('shows the queue of timers in bull-board, and asks nobody else for anything', async () => {
    const page = await open('/timers');
    const asked: string[] = [];
    page.on('response', (response) => asked.push(new URL(response.url()).host));
    await page.getByRole('link', { name: /bull-board/ }).click();
    await page.getByText('order:expiration').first().waitFor();
    expect(new Set(asked)).toEqual(new Set([new URL(url).host]));
    // its page asks for a font of another host, which the policy refuses
    for (const complaint of complaints.splice(0))
      expect(complaint).toMatch(/fonts\.googleapis\.com.*Content Security/);
    await page.context().close();
  });
});
