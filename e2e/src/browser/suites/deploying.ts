import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@ticketing/processes';
import type { Page } from 'playwright-core';
import { accessibilityFindings } from '../testing/axe.js';
import { fillTicket } from '../testing/fill-ticket.js';
import { hydrated } from '../testing/hydrated.js';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, PASSWORD, type Account, type Site } from '../testing/site.js';
import { hasStayed, stays } from '../testing/stays.js';
import { SiteVersion } from '../testing/site-version.js';

const AGAIN = 'Please try that again';
const NOON = new Date('2031-06-01T12:00:00Z');
const MODES: [string, boolean][] = [
  ['with JavaScript', true],
  ['without JavaScript', false],
];

/** A visitor's page, its script or its form is of another version of the site than the server that is asked. */
export function deploying(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it.each(MODES)(
    '%s: a form of another version is kept, and sent by nobody but the visitor',
    async (_, js) => {
      const page = await site.member({ javaScriptEnabled: js });
      await page.goto('/tickets/new');
      await fillTicket(page, { title: 'Opera <b>"1"</b> & more', price: '12.50' });
      const undo = await sendAsAnotherVersion(page);
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('heading', { name: AGAIN }).waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('Opera <b>"1"</b> & more');
      expect(await page.getByLabel('Price in US dollars').inputValue()).toBe('12.50');
      if (js) await page.locator('.stale:focus').waitFor();
      if (js) expect(await accessibilityFindings(page, 'a form of another version')).toEqual([]);
      expect(await ownTickets(page)).toEqual([]);
      await undo();
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
      expect(await page.getByRole('heading', { name: AGAIN }).count()).toBe(0);
      expect(await ownTickets(page)).toEqual(['Opera <b>"1"</b> & more']);
    },
  );

  it.each(MODES)('%s: the address is kept at the sign-in, and the password is not', async (_, js) => {
    const email = newEmail();
    await site.account(email);
    const page = await site.visitor({ javaScriptEnabled: js });
    await page.goto('/auth/signin?next=/tickets/new');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    const undo = await sendAsAnotherVersion(page);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: AGAIN }).waitFor();
    expect(await page.getByLabel('Email').inputValue()).toBe(email);
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    expect(await page.content()).not.toContain(PASSWORD);
    await undo();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/tickets/new');
  });

  it.each(MODES)('%s: buttons of another version do nothing, and work afterwards', async (_, js) => {
    const ticket = await site.sell(await site.account(), { title: 'Chamber music' });
    const page = await site.member({ javaScriptEnabled: js });
    const press = async (name: string) => {
      const undo = await sendAsAnotherVersion(page);
      await page.getByRole('button', { name }).click();
      await page.getByRole('heading', { name: AGAIN }).waitFor();
      await undo();
      await page.getByRole('button', { name }).click();
    };
    await page.goto(`/tickets/${ticket.id}`);
    await press('Reserve');
    await page.waitForURL('**/orders/*');
    await press('Cancel order');
    await page.getByRole('heading', { name: 'You have cancelled this order' }).waitFor();
    await press('Sign out');
    await page.getByRole('main').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  });

  it('with JavaScript: a form without an answer keeps its text and says what that means', async () => {
    const page = await site.member();
    await page.goto('/tickets/new');
    await stays(page);
    await fillTicket(page, { title: 'Operetta', price: '9' });
    for (const answer of ['none', 'a page of a proxy'] as const) {
      await page.route('**/tickets/new', (route) =>
        answer === 'none'
          ? route.abort()
          : route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }),
      );
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByText('we do not know whether your ticket is listed').waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('Operetta');
      await page.unroute('**/tickets/new');
    }
    expect(await hasStayed(page)).toBe(true);
    await page.getByRole('button', { name: 'List ticket' }).click();
    await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
  });

  describe('a post to a page that is no form of it', () => {
    let visitor: Account;
    beforeEach(async () => {
      visitor = await site.account();
    });

    async function post(options: object, origin = site.url): Promise<{ status: number; text: string }> {
      const headers = { origin, accept: 'text/html', ...(options as { headers?: object }).headers };
      const answer = await visitor.request.post('/tickets/new', { ...options, headers });
      return { status: answer.status(), text: await answer.text() };
    }

    const file = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('content of the file') };
    const garbage = { 'content-type': 'multipart/form-data; boundary=x' };
    it.each<[string, object]>([
      ['has no action', { multipart: { title: 'Sonata' } }],
      ['has an unknown action', { multipart: { [`$ACTION_ID_${'0'.repeat(42)}`]: '', title: 'Sonata' } }],
      ['has a malformed action', { multipart: { $ACTION_ID_x: '', title: 'Sonata' } }],
      ['has a broken reference', { multipart: { $ACTION_REF_1: '', '$ACTION_1:0': '{', title: 'Sonata' } }],
      ['has another encoding', { form: { title: 'Sonata' } }],
      ['has a file', { multipart: { title: 'Sonata', photo: file } }],
      ['has a field that the page lacks', { multipart: { title: 'Sonata', row: 'Row 7 of the stalls' } }],
      ['has one huge field', { multipart: { title: 'Sonata', price: '1'.repeat(200_000) } }],
      ['is too large', { multipart: { title: '1'.repeat(3_000_000) } }],
      ['is not what it says', { data: 'garbage', headers: garbage }],
    ])('is answered with the page when it %s', async (what, options) => {
      const { status, text } = await post(options);
      expect(status).toBe(200);
      expect(text).toContain('<h1>Sell a ticket</h1>');
      expect(text).toContain(AGAIN);
      const isReadable = !['is too large', 'is not what it says'].includes(what);
      expect(text.includes('value="Sonata"')).toBe(isReadable);
      expect(text).not.toContain('content of the file');
      if (what.includes('lacks')) expect(text).toContain('Row 7 of the stalls');
    });

    it('keeps the first text of a field that comes twice in the form, and shows both', async () => {
      const multipart = new FormData();
      for (const text of ['Sonata', 'Fugue']) multipart.append('title', text);
      const { text } = await post({ multipart });
      expect(text).toContain('value="Sonata"');
      expect(text).toContain('Fugue');
    });

    it('is refused when it comes from another site, and shows nothing of it', async () => {
      const { status, text } = await post({ multipart: { title: 'Sonata' } }, 'https://evil.example');
      expect(status).toBe(403);
      expect(text).not.toContain('Sonata');
    });

    it('cannot fill in a form by a header', async () => {
      const kept = Buffer.from('{"fields":[["title","Sonata"]],"cut":false}').toString('base64url');
      const answer = await visitor.request.get('/tickets/new', { headers: { 'x-kept-input': kept } });
      expect(await answer.text()).not.toContain('Sonata');
    });
  });

  describe('a page with a missing file', () => {
    afterEach(() => expectOnlyMissingFiles(site));

    it.each(['js', 'css'])('is loaded again until the file is there (%s)', async (ending) => {
      const page = await site.visitor();
      const files = await withoutFiles(page, (url) => url.endsWith(`.${ending}`));
      // the page may be loaded again before all of it has come
      await page.goto('/auth/signin', { waitUntil: 'commit' });
      await files.missedByLoads(2);
      await files.back();
      await isAlive(page);
    });

    it('is loaded again when a script is missing on the way to it', async () => {
      const page = await site.visitor();
      await page.goto('/');
      const link = page.getByRole('link', { name: 'Sign in' });
      await hydrated(link);
      const files = await withoutFiles(page, (url) => url.endsWith('.js'));
      const load = await holdLoads(page);
      await link.click();
      await page.getByRole('heading', { name: 'This site has just been updated' }).waitFor();
      await files.back();
      load();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await isAlive(page);
    });

    it('stays as it is while it has typed text, and its form works', async () => {
      const page = await site.member();
      await withoutFiles(page, (url) => url.endsWith('.js'));
      let loads = 0;
      page.on('request', (sent) => {
        if (sent.method() === 'GET' && new URL(sent.url()).pathname === '/tickets/new') loads += 1;
      });
      // nobody knows how long it takes to type, so the page's clock waits for it
      await page.clock.install({ time: NOON });
      await page.clock.pauseAt(NOON);
      await page.goto('/tickets/new');
      await fillTicket(page, { title: 'Serenade', price: '7' });
      await page.clock.runFor(60_000);
      await page.getByRole('button', { name: 'List ticket' }).click();
      await page.getByRole('heading', { name: 'This is your ticket' }).waitFor();
      await page.getByRole('heading', { name: 'Serenade' }).waitFor();
      expect(loads).toBe(1);
    });
  });

  describe('a page that is loaded anew', () => {
    it('goes where a click leads that comes meanwhile', async () => {
      const seller = await site.account();
      const page = await site.pageOf(seller);
      await page.goto('/tickets/mine');
      const link = page.getByRole('link', { name: 'Browse' });
      await hydrated(link);
      // Playwright's own click waits for the load of a page, and people do not
      await link.evaluate((element: HTMLElement) =>
        addEventListener('beforeunload', () => setTimeout(() => element.click(), 100), { once: true }),
      );
      await page.route('**', async (route) => {
        const isForRouter = 'rsc' in route.request().headers();
        const isOfList = route.request().url().includes('/tickets/mine');
        if (!isForRouter) await route.fallback();
        // the router loads the page anew when an answer is of another version; the answer for the link comes never
        else if (isOfList) await route.fulfill({ contentType: 'text/html', body: 'of another version' });
      });
      const load = await holdLoads(page);
      const isLoaded = page.waitForRequest((request) => request.isNavigationRequest());
      await site.sell(seller, { title: 'Gloria' });
      await isLoaded;
      await pause(1_000);
      load();
      await page.getByRole('heading', { name: 'Tickets on sale' }).waitFor();
    });

    it('stays away when the visitor has clicked on a link before', async () => {
      const page = await site.visitor();
      const files = await withoutFiles(page, (url) => url.endsWith('.js'));
      await page.goto('/', { waitUntil: 'commit' });
      const load = await holdLoads(page);
      await page.getByRole('link', { name: 'Sign in' }).click({ noWaitAfter: true });
      await files.back();
      await pause(1_500); // the page would be loaded again after one second
      load();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await isAlive(page);
      await expectOnlyMissingFiles(site);
    });
  });

  describe('another version in its place', () => {
    let version: SiteVersion;
    beforeAll(async () => {
      version = await SiteVersion.build();
    }, 300_000);
    afterAll(() => version?.remove());
    // an open page may want a file of its own version when the other one serves
    afterEach(() => expectOnlyMissingFiles(site));

    it.each(MODES)('%s: takes over from open pages, and they lose nothing', async (_, js) => {
      const seller = await site.account();
      const ticket = await site.sell(seller, { title: 'Requiem' });
      const buyer = await site.account();
      const [selling, reserving, moving] = await Promise.all([
        site.pageOf(seller, { javaScriptEnabled: js }),
        site.pageOf(buyer, { javaScriptEnabled: js }),
        site.pageOf(buyer, { javaScriptEnabled: js }),
      ]);
      await selling.goto('/tickets/new');
      await fillTicket(selling, { title: 'Vespers', price: '30' });
      // the live page would load itself anew from the other version
      await reserving.route('**/live/**', (route) => route.abort());
      await reserving.goto(`/tickets/${ticket.id}`);
      await moving.goto('/orders');
      await version.insteadOfSite(site.system, async () => {
        await selling.getByRole('button', { name: 'List ticket' }).click();
        await selling.getByRole('heading', { name: AGAIN }).waitFor();
        expect(await selling.getByLabel('Title').inputValue()).toBe('Vespers');
        await selling.getByRole('button', { name: 'List ticket' }).click();
        await selling.getByRole('heading', { name: 'This is your ticket' }).waitFor();
        await reserving.getByRole('button', { name: 'Reserve' }).click();
        await reserving.getByRole('heading', { name: AGAIN }).waitFor();
        await reserving.getByRole('button', { name: 'Reserve' }).click();
        await reserving.waitForURL('**/orders/*');
        await moving.getByRole('link', { name: 'Browse' }).click();
        await moving.getByRole('heading', { name: 'Tickets on sale' }).waitFor();
      });
      const listed = await seller.request.get('/api/tickets?mine=true');
      const titles = ((await listed.json()) as { title: string }[]).map(({ title }) => title);
      expect(titles).toEqual(['Vespers', 'Requiem']);
    });

    it('has the same ids for its actions when their code and their pages change', async () => {
      const before = version.actionIds();
      expect(Object.keys(before).length).toBeGreaterThan(5);
      // Next.js gives such a name to an action that closes over values, and encrypts them
      expect(Object.keys(before).filter((name) => name.startsWith('$$'))).toEqual([]);
      version.edit('lib/actions/tickets.ts', 'redirect(`/tickets/', 'redirect(`/tickets//');
      version.edit(
        'app/tickets/new/page.tsx',
        '<div className="narrow">',
        '<div className="narrow changed">',
      );
      await version.build();
      expect(version.actionIds()).toEqual(before);
    }, 300_000);
  });
}

/** Lets the page send its forms as a page of another version would: with ids of actions that the server does not know. */
async function sendAsAnotherVersion(page: Page): Promise<() => Promise<void>> {
  const other = (id: string) => id.slice(0, 2) + '0'.repeat(40);
  await page.route('**/*', async (route) => {
    const sent = route.request();
    if (sent.method() !== 'POST') return route.continue();
    const headers = sent.headers();
    const action = headers['next-action'];
    if (action) return route.continue({ headers: { ...headers, 'next-action': other(action) } });
    return route.continue({ postData: (sent.postData() ?? '').replace(/\b[0-9a-f]{42}\b/g, other) });
  });
  return () => page.unroute('**/*');
}

/** The browser says which files are missing, and so does the script that wanted them. */
async function expectOnlyMissingFiles(site: Site): Promise<void> {
  await site.dismiss(); // a page that is still open could complain later
  for (const complaint of site.complaints.splice(0)) expect(complaint).toMatch(/ChunkLoadError|chunk/);
}

async function ownTickets(page: Page): Promise<string[]> {
  const answer = await page.request.get('/api/tickets?mine=true');
  return ((await answer.json()) as { title: string }[]).map(({ title }) => title);
}

/** Answers requests for files of the site as a server of another version does. */
async function withoutFiles(page: Page, isMissing: (url: string) => boolean) {
  let loads = 0;
  let missedBy = 0;
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) loads += 1;
  });
  const pattern = '**/_next/static/**';
  await page.route(pattern, (route) => {
    if (!isMissing(route.request().url())) return route.continue();
    missedBy = loads;
    return route.fulfill({ status: 404, body: 'Not Found' });
  });
  return {
    /** Resolves when the page was loaded so many times and a file was missing the last time too. */
    missedByLoads: (count: number) => eventually(() => expect(missedBy).toBeGreaterThanOrEqual(count)),
    back: () => page.unroute(pattern),
  };
}

/** Keeps the page from being loaded again until the returned function is called. */
async function holdLoads(page: Page): Promise<() => void> {
  let letGo = () => {};
  const released = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**', async (route) => {
    if (route.request().isNavigationRequest()) await released;
    await route.fallback();
  });
  return letGo;
}

/** Resolves when the scripts of the page run and its style sheet is there. The page may be loaded again until then. */
async function isAlive(page: Page): Promise<void> {
  const hasStyle = () => getComputedStyle(document.body).fontFamily !== 'Times New Roman';
  await page.waitForFunction(hasStyle, undefined, { timeout: 60_000 });
  await hydrated(page.locator('form').first());
}
