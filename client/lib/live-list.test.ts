import { hasNews, keepShown, nextStates } from './live-list';

const rows = { c: 'onSale', b: 'onSale', a: 'onSale' } as const;

it('marks a ticket that is no longer on sale, and shows it as gone at the next look', () => {
  const once = nextStates(rows, { ids: ['c', 'a'], more: false });
  expect(once).toEqual({ c: 'onSale', b: 'reserved', a: 'onSale' });
  expect(nextStates(once, { ids: ['c', 'a'], more: false })).toMatchObject({ b: 'gone' });
});

it('shows a ticket as on sale when it is on sale again', () => {
  expect(nextStates({ b: 'gone', a: 'reserved' }, { ids: ['b', 'a'], more: false })).toEqual({
    b: 'onSale',
    a: 'onSale',
  });
});

it('does not mark tickets that newer ones pushed off the page', () => {
  expect(nextStates(rows, { ids: ['e', 'd', 'c'], more: true })).toEqual(rows);
  expect(nextStates(rows, { ids: ['e', 'd', 'c'], more: false })).toMatchObject({ a: 'reserved' });
});

it('marks all as reserved when nothing is on sale', () => {
  expect(nextStates(rows, { ids: [], more: false })).toEqual({ c: 'reserved', b: 'reserved', a: 'reserved' });
});

it('notices newer tickets', () => {
  expect(hasNews(['c', 'b'], ['d', 'c'])).toBe(true);
  expect(hasNews(['c', 'b'], ['c', 'a'])).toBe(false);
  expect(hasNews([], ['a'])).toBe(true);
  expect(hasNews([], [])).toBe(false);
});

it('keeps the shown rows and updates their content', () => {
  const row = (id: string, state = 'onSale') => ({ id, state });
  const shown = [row('c'), row('b'), row('a')];
  expect(keepShown(shown, [row('d'), row('c', 'held'), row('b')])).toEqual([
    row('c', 'held'),
    row('b'),
    row('a'), // pushed off the page by a newer one
  ]);
});
