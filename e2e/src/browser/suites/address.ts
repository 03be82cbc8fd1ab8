import { request, type OutgoingHttpHeaders } from 'node:http';
import { platform } from 'node:os';
import { formOfPage } from '../../testing/form-of-page.js';
import { sharedSite } from '../testing/shared-site.js';
import { newEmail, type Site } from '../testing/site.js';

const REFUSED_AFTER = 10;

export function address(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

  // other systems know 127.0.0.1 only, until somebody configures more addresses
  const isLinux = platform() === 'linux';
  if (!isLinux)
    process.stderr.write('Skipped "counts sign-ins …": it needs 127.0.0.2, which only Linux has\n');
  (isLinux ? it : it.skip)(
    'counts sign-ins by the address of a browser, not by one that it claims',
    async () => {
      const email = newEmail();
      await site.account(email);
      const html = await (await fetch(`${site.url}/auth/signin`)).text();
      const form = formOfPage(html, { email, password: 'wrong password' });
      const say = (from: string, headers: OutgoingHttpHeaders = {}) => post(site.url, from, form, headers);
      for (let count = 0; count < REFUSED_AFTER; count++)
        expect(await say('127.0.0.2')).toContain('Invalid credentials');
      expect(await say('127.0.0.2')).toContain('Too many');
      for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-client-ip', 'true-client-ip'])
        expect(
          await say('127.0.0.2', { [name]: name === 'forwarded' ? 'for=192.0.2.7' : '192.0.2.7' }),
        ).toContain('Too many');
      // another address has a count of its own
      expect(await say('127.0.0.3')).toContain('Invalid credentials');
      expect(await say('127.0.0.3', { 'x-forwarded-for': '127.0.0.2' })).toContain('Invalid credentials');
    },
  );
}

async function post(
  url: string,
  from: string,
  form: FormData,
  headers: OutgoingHttpHeaders,
): Promise<string> {
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/auth/signin`.replace('localhost', '127.0.0.1'), {
      method: 'POST',
      localAddress: from,
      timeout: 30_000,
      headers: {
        ...headers,
        host: new URL(url).host,
        origin: url,
        'content-type': encoded.headers.get('content-type') ?? '',
        'content-length': body.length,
      },
    });
    sent.once('error', reject);
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('response', (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => resolve(Buffer.concat(parts).toString()));
    });
    sent.end(body);
  });
}
