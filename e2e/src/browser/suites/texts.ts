import type { Locator } from 'playwright-core';
import { formOfPage } from '../../testing/form-of-page.js';
import type { TicketBody } from '../../testing/visitor.js';
import { fillTicket } from '../testing/fill-ticket.js';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, PASSWORD, type Site } from '../testing/site.js';

/** Letters that run to the left, with digits and signs whose place depends on the direction around them. */
const HEBREW = 'הופעה 2026 (A)!';
const ISOLATED = `\u2068${HEBREW}\u2069`;
const FAMILY = '👨‍👩‍👧‍👦';

export function texts(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  /** How far to the right each of these characters of an element stands, in px. */
  const placesOf = (element: Locator, characters: string[]) =>
    element.evaluate((node, wanted) => {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      const text = walker.nextNode() as Text;
      return wanted.map((character) => {
        const range = document.createRange();
        range.setStart(text, text.data.indexOf(character));
        range.setEnd(text, text.data.indexOf(character) + 1);
        return range.getBoundingClientRect().left;
      });
    }, characters);

  it.each([true, false])(
    'a title that runs to the left stands in order (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const seller = await site.account();
      const { id } = await site.list(seller, { title: HEBREW, price: 45 });
      const page = await site.pageOf(seller, { javaScriptEnabled });
      for (const [path, place] of [
        ['/', 'a.stub-title'],
        ['/tickets/mine', 'a.stub-title'],
        [`/tickets/${id}`, 'h1.ticket-title'],
      ] as const) {
        await page.goto(path);
        const [first, digit, sign] = await placesOf(page.locator(place).first(), ['ה', '2', '!']);
        // the line begins at the right, and its last sign is at the left end
        expect([first! > digit!, digit! > sign!]).toEqual([true, true]);
      }
      expect(await page.title()).toBe(`${ISOLATED} · Ticketing`);
      await page.goto(`/?q=${encodeURIComponent(HEBREW)}`);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(`Results for “${ISOLATED}”`);
    },
  );

  it('a title may have 200 characters of any kind, and is cleaned', async () => {
    const seller = await site.member();
    await seller.goto('/tickets/new');
    const title = FAMILY.repeat(200);
    await fillTicket(seller, { title: `\u200b ${title}\ufeff`, price: '30' });
    await seller.getByRole('button', { name: 'List ticket' }).click();
    await seller.getByRole('heading', { level: 1, name: FAMILY }).waitFor();
    const id = new URL(seller.url()).pathname.split('/').at(-1) ?? '';
    const ticket = (await (await seller.request.get(`/api/tickets/${id}`)).json()) as TicketBody;
    expect(ticket.title).toBe(title);
  });

  it.each([true, false])(
    'the form says what is wrong with a title (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const seller = await site.member({ javaScriptEnabled });
      for (const [title, message] of [
        ['Rock \u202etrecnoC', 'Title must not have the character U+202E'],
        ['\u3164', 'Title must have 1 to 200 characters'],
      ] as const) {
        await seller.goto('/tickets/new');
        await fillTicket(seller, { title, price: '30' });
        await seller.getByRole('button', { name: 'List ticket' }).click();
        await seller.locator('#title-error', { hasText: message }).waitFor();
      }
    },
  );

  it('one address in another spelling signs in to the same account', async () => {
    const local = newEmail().split('@')[0] ?? '';
    const page = await site.visitor();
    await page.goto('/auth/signup');
    await page.getByLabel('Email').fill(`${local}@bücher.example`);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto('/auth/signin');
    await page.getByLabel('Email').fill(`\u202a${local.toUpperCase()}@xn--bcher-kva.example`);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(`${local}@bücher.example`).waitFor();
  });

  it('signing up again with the same password signs in', async () => {
    const email = newEmail();
    await site.account(email);
    const page = await site.visitor();
    await page.goto('/auth/signup');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText(email).waitFor();
  });

  it('a form whose bytes are not UTF-8 stores nothing', async () => {
    const url = `${site.url}/auth/signup`;
    const form = formOfPage(await (await fetch(url)).text(), { email: newEmail(), password: 'aaaaaaaaXaa' });
    const encoded = new Response(form);
    const body = Buffer.from(await encoded.arrayBuffer());
    body[body.indexOf('aaaaaaaaXaa') + 8] = 0xff;
    const contentType = encoded.headers.get('content-type') ?? '';
    const headers = { origin: site.url, 'content-type': contentType };
    const answer = await fetch(url, { method: 'POST', body, headers });
    expect(await answer.text()).toContain('Password must not have the character U+FFFD');
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
}
