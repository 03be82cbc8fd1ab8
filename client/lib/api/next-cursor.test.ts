import { nextCursor } from './next-cursor';

it.each([
  ['</api/tickets?limit=2&cursor=NjU_>; rel="next"', 'NjU_'],
  ['</a?cursor=1>; rel="prev", </a?cursor=2>; rel="next"', '2'],
  ['<http://other/a?q=a%26b&cursor=a%2Bb>; rel=next', 'a+b'],
])('reads the cursor of %s', (link, cursor) => {
  expect(nextCursor(link)).toBe(cursor);
});

it.each([
  null,
  '',
  'nonsense',
  '</a?cursor=1>; rel="prev"',
  '</a>; rel="next"',
  '</a?cursor=1>; rel="nextish"',
])('finds no cursor in %s', (link) => {
  expect(nextCursor(link)).toBeUndefined();
});
