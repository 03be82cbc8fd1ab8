import { hasWords, listSearch, moreOf, readListQuery, readPaging } from './list-query';

it('reads an address', () => {
  expect(readListQuery({})).toEqual({ q: '', limit: 24 });
  expect(readListQuery({ q: ' jazz ', show: '48', cursor: 'abc' })).toEqual({
    q: 'jazz',
    limit: 48,
    cursor: 'abc',
  });
});

it.each([
  ['-1', 24],
  ['25', 48],
  ['999', 96],
  ['x', 24],
  ['1e9', 24],
])('shows %s as %d', (show, limit) => {
  expect(readPaging({ show })).toEqual({ limit });
});

it('ignores a repeated parameter', () => {
  expect(readListQuery({ q: ['a', 'b'], cursor: ['c', 'd'] })).toEqual({ q: '', limit: 24 });
});

it('writes the address that it reads', () => {
  for (const search of ['', '?q=a%26b', '?q=a&cursor=c&show=72', '?show=96']) {
    expect(listSearch(readListQuery(Object.fromEntries(new URLSearchParams(search))))).toBe(search);
  }
});

it('shows more in place, and on a next page when the API gives no more at once', () => {
  expect(moreOf({ q: 'a', limit: 24 }, 'next')).toEqual({ q: 'a', limit: 48 });
  const here = { q: 'a', cursor: 'here' };
  expect(moreOf({ ...here, limit: 72 }, 'next')).toEqual({ ...here, limit: 96 });
  expect(moreOf({ ...here, limit: 96 }, 'next')).toEqual({ q: 'a', cursor: 'next', limit: 24 });
});

it('cuts a search where the API would refuse it, between two characters that a person sees', () => {
  const family = '👨‍👩‍👧‍👦';
  expect(readListQuery({ q: 'x'.repeat(199) + family.repeat(2) }).q).toBe('x'.repeat(199) + family);
  expect(readListQuery({ q: 'e\u0301'.repeat(201) }).q).toBe('e\u0301'.repeat(200));
  expect(readListQuery({ q: '🎸'.repeat(200) }).q).toBe('🎸'.repeat(200));
});

it.each([
  ['jazz', true],
  ['東', true],
  ['①', true],
  ['🎸', false],
  ['!!! \u200b', false],
])('tells whether there is a word in %j: %s', (q, expected) => {
  expect(hasWords(q)).toBe(expected);
});
