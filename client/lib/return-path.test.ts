import { returnPath, signInPath } from './return-path';

it.each(['/tickets/new', '/tickets/1?x=1&y=%2F', '/orders', '/'])('goes back to %s', (path) => {
  expect(returnPath(path)).toBe(path);
});

it.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/a\\..\\..\\/evil',
  '/..//evil.example',
  '/.//evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'evil',
  '',
  '/auth/signin',
  '/auth/signup?next=/',
  undefined,
  ['/orders'],
])('does not go to %j', (path) => {
  expect(returnPath(path)).toBe('/');
});

it('writes the path to come back to into the address', () => {
  expect(signInPath('/tickets/1?a=b&c')).toBe('/auth/signin?next=%2Ftickets%2F1%3Fa%3Db%26c');
  expect(signInPath('/')).toBe('/auth/signin');
});
