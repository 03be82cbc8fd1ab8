import { checkOrigin } from './same-origin';

const post = (headers: Record<string, string>) => checkOrigin('POST', new Headers(headers)).passed;

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

it('refuses a post that names no origin', () => {
  expect(post({ host: 'localhost:3000' })).toBe(false);
});

it('says what it has compared', () => {
  const headers = new Headers({
    host: 'ticketing.dev',
    origin: 'https://evil.example',
    'x-forwarded-port': '81',
  });
  expect(checkOrigin('POST', headers)).toEqual({
    passed: false,
    origin: 'https://evil.example',
    hosts: ['ticketing.dev', 'ticketing.dev:81'],
  });
});

it('lets requests that only read pass', () => {
  expect(checkOrigin('GET', new Headers({ host: 'a', origin: 'https://b' })).passed).toBe(true);
});
