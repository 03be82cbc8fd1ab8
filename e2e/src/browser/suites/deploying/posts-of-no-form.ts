import { AGAIN } from '../../testing/another-version.js';
import { sharedSite } from '../../testing/shared-site.js';
import type { Account, Site } from '../../testing/site.js';

/** Posts that no form of the page sends: the server answers with the page. */
export function postsOfNoForm(): void {
  let site: Site;
  beforeAll(async () => {
    site = await sharedSite();
  });

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
}
