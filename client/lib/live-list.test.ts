import { hasNews, keepShown, nextStates } from './live-list';

const rows = { c: 'onSale', b: 'onSale', a: 'onSale' } as const;

it('marks what is no longer on sale, and lets it go at the next look', () => {
  const once = nextStates(rows, { ids: ['c', 'a'], more: false });
  expect(once).toEqual({ c: 'onSale', b: 'reserved', a: 'onSale' });
  expect(nextStates(once, { ids: ['c', 'a'], more: false })).toMatchObject({ b: 'gone' });
});

it('takes back what is on sale again', () => {
  expect(nextStates({ b: 'gone', a: 'reserved' }, { ids: ['b', 'a'], more: false })).toEqual({
    b: 'onSale',
    a: 'onSale',
  });
});

it('does not take for reserved what newer tickets pushed off the page', () => {
  expect(nextStates(rows, { ids: ['e', 'd', 'c'], more: true })).toEqual(rows);
  expect(nextStates(rows, { ids: ['e', 'd', 'c'], more: false })).toMatchObject({ a: 'reserved' });
});

it('takes all for reserved when nothing is on sale', () => {
  expect(nextStates(rows, { ids: [], more: false })).toEqual({ c: 'reserved', b: 'reserved', a: 'reserved' });
});

it('knows what is new', () => {
  expect(hasNews(['c', 'b'], ['d', 'c'])).toBe(true);
  expect(hasNews(['c', 'b'], ['c', 'a'])).toBe(false);
  expect(hasNews([], ['a'])).toBe(true);
  expect(hasNews([], [])).toBe(false);
});

it('keeps the rows that are shown, and takes only what has become of them', () => {
  const row = (id: string, state = 'onSale') => ({ id, state });
  const shown = [row('c'), row('b'), row('a')];
  expect(keepShown(shown, [row('d'), row('c', 'held'), row('b')])).toEqual([
    row('c', 'held'),
    row('b'),
    row('a'), // pushed off the page by a newer one
  ]);
});
