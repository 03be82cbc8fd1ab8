import { isNotFound } from './is-not-found';

const html = new Headers({ accept: 'text/html' });

it('hides the page that Next.js has for itself', async () => {
  expect(await isNotFound('/_global-error', html)).toBe(true);
  expect(await isNotFound('/_global-error', new Headers())).toBe(true);
});

it.each(['/', '/orders', '/tickets/new', '/_global-errors'])('leaves %s to its page', async (path) => {
  expect(await isNotFound(path, html)).toBe(false);
});
