import { findPrefix, requestPath } from './routes.js';

const routes = { '/': [], '/api/users': [], '/api/tickets': [] };

it.each([
  ['/api/users', '/api/users'],
  ['/api/users/', '/api/users'],
  ['/api/users/signin', '/api/users'],
  ['/api/usersx', '/'],
  ['/api', '/'],
  ['/orders/1', '/'],
])('hands %s to %s', (path, prefix) => {
  expect(findPrefix(routes, path)).toBe(prefix);
});

it('finds no prefix for a page when there is no site', () => {
  expect(findPrefix({ '/api/users': [] }, '/')).toBeUndefined();
});

it('reads the path without its query', () => {
  expect(requestPath('/api/tickets?q=/../x')).toBe('/api/tickets');
});

it.each([
  '*',
  'http://evil.example/',
  '',
  undefined,
  '/api/users/../metrics',
  '/api/users/%2E%2e/metrics',
  '/./x',
])('refuses %s', (target) => {
  expect(requestPath(target)).toBeUndefined();
});
