import { isSameOrigin } from './same-origin';

const post = (headers: Record<string, string>) => isSameOrigin('POST', new Headers(headers));

it('accepts posts of its own pages', () => {
  expect(post({ host: 'localhost:3000', origin: 'http://localhost:3000' })).toBe(true);
});

it('accepts them behind a proxy that calls the site by another host', () => {
  const host = { host: '127.0.0.1:4123', 'x-forwarded-host': 'tickets.example' };
  expect(post({ ...host, origin: 'https://tickets.example' })).toBe(true);
  expect(post({ ...host, origin: 'http://127.0.0.1:4123' })).toBe(false);
});

it.each(['https://evil.example', 'http://localhost:4000', 'null', '', 'localhost:3000'])(
  'refuses a post from "%s"',
  (origin) => {
    expect(post({ host: 'localhost:3000', origin })).toBe(false);
  },
);

it('refuses a post that names no origin', () => {
  expect(post({ host: 'localhost:3000' })).toBe(false);
});

it('lets requests that only read pass', () => {
  expect(isSameOrigin('GET', new Headers({ host: 'a', origin: 'https://b' }))).toBe(true);
});
