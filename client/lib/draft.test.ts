import { deflateRawSync } from 'node:zlib';
import { type Draft, pack, unpack } from './draft';

jest.mock('next/headers', () => ({}));

const draft = (title: string): Draft => ({
  page: '/tickets/new',
  account: 'ada@example.com',
  values: { title, price: '1.234,50 $' },
  hidden: { key: 'k', seen: JSON.stringify({ title, price: 20 }), tag: '"t"' },
});

it.each([
  ['200 letters', 'x'.repeat(200)],
  [
    '200 different Chinese characters',
    String.fromCodePoint(...Array.from({ length: 200 }, (_, i) => 0x4e00 + i * 7)),
  ],
  ['200 families', '👨‍👩‍👧‍👦'.repeat(200)],
  ['a lone surrogate and line ends', '\ud800\r\n'],
])('keeps %s in less than a cookie holds', (_, title) => {
  const packed = pack(draft(title));
  expect(unpack(packed)).toEqual(draft(title));
  expect(packed).toMatch(/^[\w-]{1,3800}$/);
});

it.each([
  ['nothing', ''],
  ['other text', 'abc!'],
  ['other data', deflateRawSync('{"page":5}').toString('base64url')],
  ['null', deflateRawSync('null').toString('base64url')],
  [
    'values that are no text',
    deflateRawSync(JSON.stringify({ ...draft('x'), values: { a: 5 } })).toString('base64url'),
  ],
  [
    'a text that unpacks to far more',
    deflateRawSync(JSON.stringify(draft('x'.repeat(1e6)))).toString('base64url'),
  ],
])('reads nothing from %s', (_, text) => {
  expect(unpack(text)).toBeUndefined();
});
