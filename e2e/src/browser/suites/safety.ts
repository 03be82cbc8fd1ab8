import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, PASSWORD, type Site } from '../testing/site.js';

const HOSTILE_TITLES = [
  '<img src=x onerror="hacked=1">',
  '"><svg onload=hacked=1>',
  '</script><script>hacked=1</script>',
  "</title><a href='javascript:hacked=1'>here</a>",
  '{{hacked=1}} ${hacked=1} \\u2028 \\u003cscript>',
];

export function safety(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  it('shows every title as text and runs none of it', async () => {
    const [seller, buyer] = [await site.member(), await site.member()];
    const tickets = [];
    for (const title of HOSTILE_TITLES) tickets.push(await site.sell(seller, { title }));
    await expectHarmless(seller, '/tickets/mine', HOSTILE_TITLES);
    await expectHarmless(buyer, '/', HOSTILE_TITLES);
    await expectHarmless(buyer, `/?q=${encodeURIComponent('<img src=x onerror=hacked=1>')}`, []);
    for (const { id, title } of tickets) {
      await expectHarmless(buyer, `/tickets/${id}`, [title]);
      const order = await site.reserve(buyer, id);
      await expectHarmless(buyer, `/orders/${order.id}`, [title]);
    }
    await expectHarmless(buyer, '/orders', HOSTILE_TITLES);
  });

  it('runs only scripts with the nonce of this answer, and has no inline handlers', async () => {
    const page = await site.member();
    const nonces = new Set<string>();
    const paths = ['/', '/', '/tickets/new', '/tickets/mine', '/orders', '/auth/signin', '/tickets/unknown'];
    for (const path of paths) {
      const answer = await page.goto(path);
      const policy = directives(answer?.headers()['content-security-policy'] ?? '');
      const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy['script-src'] ?? '') ?? [];
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      nonces.add(nonce);
      expect(policy['script-src']).not.toMatch(/unsafe-(inline|eval)/);
      expect(policy['style-src']).not.toContain('unsafe-inline');
      expect(policy).toMatchObject({
        'object-src': "'none'",
        'base-uri': "'none'",
        'frame-ancestors': "'none'",
      });
      const html = (await answer?.text()) ?? '';
      const scripts = html.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      expect(await inlineHandlers(page)).toEqual([]);
    }
    expect(nonces.size).toBe(paths.length);
    // the browser enforces the policy
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="hacked = 1">');
      return new Promise((resolve) => document.images[0]?.addEventListener('error', resolve));
    });
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(site.complaints.splice(0).join()).toMatch(/Content Security Policy/i);
  });

  it('refuses a form that another site posts', async () => {
    // without JavaScript, the form itself says which action it is for
    const victim = await site.member({ javaScriptEnabled: false });
    await victim.goto('/');
    const signOut = signOutForm(victim);
    const fields = await hiddenFields(signOut);
    const inputs = Object.entries(fields).map(([name, value]) => `<input name='${name}' value='${value}'>`);
    const evil = await serve(
      `<form method="post" enctype="multipart/form-data" action="${site.url}/">${inputs.join('')}<button>Win</button></form>`,
    );
    try {
      await victim.goto(evil.url);
      const [answer] = await Promise.all([
        victim.waitForResponse((response) => response.request().method() === 'POST'),
        victim.getByRole('button', { name: 'Win' }).click(),
      ]);
      expect(answer.status()).toBe(403);
      await victim.getByRole('heading', { name: 'This form was not sent from here' }).waitFor();
      await victim
        .getByText(`the form came from ${new URL(evil.url).origin}, and this site was asked for as`)
        .waitFor();
    } finally {
      evil.server.close();
    }
    // it is refused too with the session and another origin, or with no origin at all
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, undefined]) {
      const post = await victim.request.post('/', { headers, multipart: fields, maxRedirects: 0 });
      expect(post.status()).toBe(403);
    }
    await victim.goto('/');
    await signOut.waitFor();
    const post = await victim.request.post('/', {
      headers: { origin: site.url },
      multipart: fields,
      maxRedirects: 0,
    });
    expect(post.status()).toBe(303);
    await victim.goto('/');
    await victim.getByRole('link', { name: 'Sign in' }).waitFor();
  });

  it.each([
    ['https://ticketing.dev', { host: 'ticketing.dev:443' }],
    ['https://ticketing.dev', { host: 'Ticketing.dev.' }],
    ['http://[::1]:3000', { host: '[0:0:0:0:0:0:0:1]:3000' }],
    ['https://ticketing.dev', { host: 'inner', 'x-forwarded-host': 'ticketing.dev, inner.example' }],
    ['https://ticketing.dev', { host: 'inner', 'x-forwarded-host': 'edge.example,Ticketing.dev:443' }],
  ])(
    'takes a form from %s that proxies hand on with %j, and none from elsewhere',
    async (origin, headers) => {
      const asked = await site.member({ javaScriptEnabled: false });
      await asked.goto('/');
      const form = await hiddenFields(signOutForm(asked));
      const port = site.system.process('client').port;
      expect(await postForm(port, { ...headers, origin }, form)).toMatch(/^303 /);
      for (const other of ['https://evil.example', 'null', 'https://ticketing.dev.evil.example']) {
        const refused = await postForm(port, { ...headers, origin: other }, form);
        expect(refused).toMatch(/^403 [^]*This form was not sent from here/);
        expect(refused).toContain(`came from ${other}`);
      }
    },
  );

  it('leads back only to a path of this site after signing in', async () => {
    const email = newEmail();
    await site.account(email);
    const asked = [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example/',
      '/\t/evil.example',
      '/orders',
    ];
    for (const next of asked) {
      const page = await site.visitor();
      await page.goto(`/auth/signin?next=${encodeURIComponent(next)}`);
      expect(await page.locator('input[name=next]').getAttribute('value')).toBe(
        next === '/orders' ? next : '/',
      );
      // the same when somebody changes the form itself
      await page
        .locator('input[name=next]')
        .evaluate((input, value) => input.setAttribute('value', value), next);
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      expect(page.url()).toBe(site.url + (next === '/orders' ? next : '/'));
      await page.context().close();
    }
  });

  it('keeps the session out of every page and log', async () => {
    const page = await site.visitor();
    const bodies: Promise<string>[] = [];
    page.on('response', (answer) => bodies.push(answer.text().catch(() => '')));
    await page.goto('/auth/signup');
    await page.getByLabel('Email').fill(newEmail());
    await page.getByLabel('Password').fill('a very secret password');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const secrets = await secretsOf(page.context());
    for (const path of ['/', '/tickets/new', '/tickets/mine', '/orders', '/nothing']) {
      await page.goto(path);
      expect(await page.evaluate(() => document.cookie)).toBe('');
    }
    const [seen, logs] = [(await Promise.all(bodies)).join('\n'), await site.logs()];
    expect(seen).toContain('Sign out');
    expect(logs).toContain('/api/');
    for (const secret of [...secrets, 'a very secret password']) {
      expect(seen.includes(secret)).toBe(false);
      expect(logs.includes(secret)).toBe(false);
    }
  });
}

async function expectHarmless(page: Page, path: string, titles: string[]): Promise<void> {
  await page.goto(path);
  for (const title of titles) await page.getByText(title).first().waitFor();
  await page.getByRole('contentinfo').waitFor();
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(await page.locator('main :is(img, script, [href^="javascript:"])').count()).toBe(0);
}

function signOutForm(page: Page): Locator {
  return page.locator('form', { has: page.getByRole('button', { name: 'Sign out' }) });
}

/** The fields that a form sends along, of which some name its action. */
async function hiddenFields(form: Locator): Promise<Record<string, string>> {
  const fields = await form
    .locator('input[type=hidden]')
    .evaluateAll((inputs) =>
      inputs.map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? ''] as const),
    );
  expect(fields.map(([name]) => name).join()).toContain('$ACTION_');
  return Object.fromEntries(fields);
}

function inlineHandlers(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
      [...attributes].map(({ name }) => name).filter((name) => name.startsWith('on')),
    ),
  );
}

function directives(policy: string): Record<string, string> {
  const pairs = policy.split(';').map((part) => /^\s*(\S+)\s*(.*)$/.exec(part));
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

/** The session cookie as the browser holds it, and the token in it. */
async function secretsOf(context: BrowserContext): Promise<string[]> {
  const session = (await context.cookies()).find(({ name }) => /^session-\d+$/.test(name));
  expect(session).toMatchObject({ httpOnly: true });
  const { jwt } = JSON.parse(Buffer.from(session?.value ?? '', 'base64url').toString()) as { jwt: string };
  return [session?.value ?? '', jwt, jwt.split('.')[2] ?? ''];
}

/** Posts a form to a port with headers that `fetch` would not send. Resolves to the status and the body of the answer. */
async function postForm(
  port: number,
  headers: Record<string, string>,
  fields: Record<string, string>,
): Promise<string> {
  const form = new Response(
    Object.entries(fields).reduce((all, [name, value]) => (all.append(name, value), all), new FormData()),
  );
  const body = Buffer.from(await form.arrayBuffer());
  const type = form.headers.get('content-type') ?? '';
  const sent = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/',
    headers: { ...headers, 'content-type': type },
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return `${answer.statusCode} ${await text(answer)}`;
}

/** Serves a page of another site: 127.0.0.1 is another site than localhost. */
async function serve(html: string): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}
