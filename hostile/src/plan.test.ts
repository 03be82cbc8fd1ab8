import { KINDS } from './kinds/index.js';
import type { World } from './kinds/kind.js';
import { plan } from './plan.js';
import { API } from './routes/api-targets.js';
import { cover } from './routes/targets.js';
import { aCast } from './testing/a-cast.js';

const SITE = {
  pages: ['/', '/orders/[id]', '/tickets/new'],
  actions: [{ name: 'cancelOrderAction', id: 'a'.repeat(42), pages: ['/orders/[id]'] }],
};
const { targets } = cover(Object.keys(API), SITE);
const world: World = { host: 'localhost:3000', port: 3000, cast: aCast(), hasSite: true };
const bytes = (seed: number, count: number) =>
  plan(targets, { seed, count }).map(({ make }) => Buffer.concat(make(world).pieces).toString('latin1'));

it('makes the same requests for the same seed, however many there are', () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000_000); // signatures of webhooks have the time
  const some = bytes(5, 60);
  expect(bytes(5, 90).slice(0, 60)).toEqual(some);
  expect(bytes(6, 60)).not.toEqual(some);
  jest.restoreAllMocks();
});

it('has every route and every kind among a few hundred requests', () => {
  const planned = plan(targets, { seed: 1, count: 400 });
  expect(new Set(planned.map(({ target }) => target.route)).size).toBe(targets.length);
  expect(new Set(planned.map(({ kind }) => kind.name)).size).toBe(KINDS.length);
});

it('rarely makes a request twice', () => {
  expect(new Set(bytes(1, 1_000)).size).toBeGreaterThan(800);
});

it('names routes, pages and actions that nobody described', () => {
  const { missing } = cover(['GET /api/new', 'GET /api/tickets'], {
    pages: ['/', '/sellers/[id]', '/orders/[...rest]'],
    actions: [{ name: 'newAction', id: 'b', pages: ['/'] }],
  });
  expect(missing).toEqual([
    'GET /api/new',
    'page /sellers/[id]',
    'page /orders/[...rest]',
    'action newAction',
  ]);
});
