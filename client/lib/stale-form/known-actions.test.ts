import { actionsOf } from './known-actions';

const knows = actionsOf({
  node: {
    list: { workers: { 'app/tickets/new/page': {} } },
    edit: { workers: { 'app/tickets/[id]/edit/page': {} } },
    signOut: { workers: { 'app/page': {}, 'app/tickets/new/page': {}, 'app/orders/[id]/page': {} } },
  },
});

it.each([
  ['list', '/tickets/new'],
  ['edit', '/tickets/6a1/edit'],
  ['signOut', '/'],
  ['signOut', '/orders/6a1'],
])('knows %s on %s', (id, path) => {
  expect(knows(id, path)).toBe(true);
});

it('knows each action of the list when no page is named, and no other', () => {
  expect(['list', 'signOut', 'other', 'constructor'].map((id) => knows(id))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it.each([
  ['list', '/'],
  ['list', '/tickets/new/more'],
  ['edit', '/tickets/edit'],
  ['edit', '/tickets/6a1/2/edit'],
  ['signOut', '/gone'],
  ['other', '/tickets/new'],
  ['constructor', '/tickets/new'],
  ['__proto__', '/'],
])('does not know %s on %s', (id, path) => {
  expect(knows(id, path)).toBe(false);
});
