import { checkOrigin } from './check-origin';

const check = (method: string, headers: Record<string, string>, fromPage: boolean) =>
  checkOrigin({ method, headers: new Headers(headers) }, { fromPage });
const post = (headers: Record<string, string>) => check('POST', headers, true).passed;

it.each([
  ['http://localhost:3000', 'localhost:3000'],
  ['https://ticketing.dev', 'ticketing.dev'],
  ['https://ticketing.dev', 'ticketing.dev:443'],
  ['http://ticketing.dev', 'ticketing.dev:80'],
  ['https://ticketing.dev', 'Ticketing.DEV'],
  ['https://ticketing.dev', 'ticketing.dev.'],
  ['https://ticketing.dev.', 'ticketing.dev'],
  ['https://ticketing.dev:8443', 'Ticketing.dev.:8443'],
  ['http://[::1]:3000', '[::1]:3000'],
  ['http://[::1]:3000', '[0:0:0:0:0:0:0:1]:3000'],
  ['https://xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['https://xn--bcher-kva.example', 'b\u00fccher.example'],
  ['https://xn--bcher-kva.example', 'b\u00c3\u00bccher.example'], // the letter as two bytes of UTF-8
])('accepts a post from %s to the host %s', (origin, host) => {
  expect(post({ host, origin })).toBe(true);
});

const INSIDE = '127.0.0.1:4123';

it.each([
  ['https://tickets.example', { 'x-forwarded-host': 'tickets.example' }],
  ['https://tickets.example', { 'x-forwarded-host': 'tickets.example, tickets.example' }],
  ['https://tickets.example', { 'x-forwarded-host': 'tickets.example:443,inner.example' }],
  ['https://tickets.example', { 'x-forwarded-host': 'edge.example, Tickets.example' }],
  ['https://tickets.example:8443', { 'x-forwarded-host': 'tickets.example', 'x-forwarded-port': '8443' }],
  ['https://tickets.example', { 'x-forwarded-host': 'tickets.example', 'x-forwarded-port': '80' }],
  ['https://tickets.example', { 'x-forwarded-host': 'tickets.example', 'x-forwarded-proto': 'https,http' }],
])('accepts a post from %s behind proxies that say %j', (origin, forwarded) => {
  expect(post({ host: INSIDE, origin, ...forwarded })).toBe(true);
});

it('does not accept the host by which a proxy calls the site', () => {
  expect(post({ host: INSIDE, 'x-forwarded-host': 'tickets.example', origin: `http://${INSIDE}` })).toBe(
    false,
  );
});

it.each([
  'https://evil.example',
  'http://localhost:4000',
  'http://localhost',
  'http://localhost:3000.evil.example',
  'http://localhost:3000@evil.example',
  'http://evil.example/localhost:3000',
  'ftp://localhost:3000',
  'null',
  '',
  'localhost:3000',
])('refuses a post from "%s"', (origin) => {
  expect(post({ host: 'localhost:3000', origin })).toBe(false);
});

it.each(['evil.example@ticketing.dev', 'ticketing.dev/x', 'ticketing.dev#', 'ticketing.dev:99999', ', ', ''])(
  'refuses a post to what is no host: "%s"',
  (host) => {
    expect(post({ host, origin: 'https://ticketing.dev' })).toBe(false);
  },
);

it('refuses a post that names no origin when only pages send such a post', () => {
  expect(check('POST', { host: 'localhost:3000' }, true).passed).toBe(false);
  expect(check('POST', { host: 'localhost:3000' }, false).passed).toBe(true);
});

it.each([
  ['same-origin', true],
  ['none', true],
  ['same-site', false],
  ['cross-site', false],
  ['', false],
  ['anything', false],
])('compares how the browser relates the origins: %s', (relation, passed) => {
  const headers = { host: 'localhost:3000', 'sec-fetch-site': relation };
  expect(check('POST', headers, false).passed).toBe(passed);
  expect(post({ ...headers, origin: 'http://localhost:3000' })).toBe(passed);
});

it('refuses a page by http when this site was asked for by https', () => {
  const asked = { host: 'ticketing.dev', 'x-forwarded-proto': 'https,http' };
  expect(post({ ...asked, origin: 'http://ticketing.dev' })).toBe(false);
  expect(post({ ...asked, origin: 'https://ticketing.dev' })).toBe(true);
});

it('says what it has compared', () => {
  const headers = { host: 'ticketing.dev', origin: 'https://evil.example', 'x-forwarded-port': '81' };
  expect(check('POST', headers, true)).toEqual({
    passed: false,
    origin: 'https://evil.example',
    hosts: ['ticketing.dev', 'ticketing.dev:81'],
  });
});

it.each(['GET', 'HEAD', 'OPTIONS'])('lets a %s pass, which only reads', (method) => {
  expect(check(method, { host: 'a', origin: 'https://b', 'sec-fetch-site': 'cross-site' }, true).passed).toBe(
    true,
  );
});
