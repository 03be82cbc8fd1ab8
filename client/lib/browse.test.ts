import { browseQuery, moreQuery, readBrowse } from './browse';

it('reads an address', () => {
  expect(readBrowse({})).toEqual({ q: '', show: 24 });
  expect(readBrowse({ q: ' jazz ', show: '48', cursor: 'abc' })).toEqual({
    q: 'jazz',
    show: 48,
    cursor: 'abc',
  });
});

it.each([
  ['-1', 24],
  ['25', 48],
  ['999', 96],
  ['x', 24],
  ['1e9', 24],
])('shows %s as %d', (show, shown) => {
  expect(readBrowse({ show })).toEqual({ q: '', show: shown });
});

it('takes a repeated word for none', () => {
  expect(readBrowse({ q: ['a', 'b'], cursor: ['c', 'd'] })).toEqual({ q: '', show: 24 });
});

it('writes what it reads', () => {
  for (const query of ['', '?q=a%26b', '?q=a&cursor=c&show=72', '?show=96']) {
    expect(browseQuery(readBrowse(Object.fromEntries(new URLSearchParams(query))))).toBe(query);
  }
});

it('shows more in place, and goes on with another page when that is all the API gives at once', () => {
  expect(moreQuery({ q: 'a', show: 24 }, 'next')).toBe('?q=a&show=48');
  expect(moreQuery({ q: 'a', cursor: 'here', show: 72 }, 'next')).toBe('?q=a&cursor=here&show=96');
  expect(moreQuery({ q: 'a', cursor: 'here', show: 96 }, 'next')).toBe('?q=a&cursor=next');
});
