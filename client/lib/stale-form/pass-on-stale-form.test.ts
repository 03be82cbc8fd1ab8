import { KEPT_INPUT, fromHeader } from './kept-input';
import { passOnStaleForm } from './pass-on-stale-form';

const ADDRESS = 'http://localhost/tickets/new';

async function passed(init: RequestInit, notFound = false) {
  const request = new Request(ADDRESS, init);
  const headers = new Headers(request.headers);
  await passOnStaleForm(request, headers, notFound);
  return { type: headers.get('content-type'), kept: fromHeader(headers.get(KEPT_INPUT)) };
}

function form(fields: Record<string, string>): RequestInit {
  const body = new FormData();
  for (const [name, text] of Object.entries(fields)) body.append(name, text);
  return { method: 'POST', body };
}

it('gives the page the input of a form without an action, and a type that is no form', async () => {
  expect(await passed(form({ title: 'Opera' }))).toEqual({
    type: 'text/plain',
    kept: { fields: [['title', 'Opera']], cut: false },
  });
});

it('does so with a form in the other encoding', async () => {
  const { kept } = await passed({ method: 'POST', body: new URLSearchParams({ title: 'Opera' }) });
  expect(kept?.fields).toEqual([['title', 'Opera']]);
});

it.each([
  ['is no form', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['has no boundary', { 'content-type': 'multipart/form-data' }],
  ['is too large', { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '1048577' }],
])('says that a body could not be read that %s', async (_, headers) => {
  const { type, kept } = await passed({ method: 'POST', body: 'garbage', headers });
  expect([type, kept]).toEqual(['text/plain', { fields: [], cut: true }]);
});

it('leaves a form to Next.js that the script of a page has sent', async () => {
  const sent = form({ title: 'Opera' });
  const { type, kept } = await passed({ ...sent, headers: { 'next-action': '60x' } });
  expect(kept).toBeUndefined();
  expect(type).toMatch(/^multipart/);
});

it('drops input that somebody else has put into the header', async () => {
  const headers = { [KEPT_INPUT]: 'eyJmaWVsZHMiOltdfQ' };
  expect((await passed({ headers })).kept).toBeUndefined();
  expect((await passed({ method: 'POST', body: '{}', headers })).kept).toBeUndefined();
});

it('lets the page that says that there is nothing run no action', async () => {
  const { type, kept } = await passed(
    { method: 'POST', body: 'x', headers: { 'content-type': 'application/json' } },
    true,
  );
  expect([type, kept]).toEqual(['text/plain', undefined]);
});
