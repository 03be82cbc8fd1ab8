import { ordersClock } from '../orders-clock';
import { call } from './call';

const mockVisitor = new Headers();
jest.mock('next/headers', () => ({ headers: () => Promise.resolve(mockVisitor) }));

const HOUR = 3_600_000;
const answer = (time: string) =>
  jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(() => Promise.resolve(Response.json([], { headers: { 'x-server-time': time } })));
afterEach(() => jest.restoreAllMocks());

it('takes the time from the orders service and not from its own machine', async () => {
  answer(new Date(Date.now() + 5 * HOUR).toISOString());
  await call('tickets', { path: '/api/tickets' });
  expect(ordersClock.now(0)).toBe(0);
  answer(new Date(Date.now() + HOUR).toISOString());
  await call('orders', { path: '/api/orders' });
  expect(Math.abs(ordersClock.now(0) - Date.now() - HOUR)).toBeLessThan(5_000);
  answer('no date');
  await call('orders', { path: '/api/orders' });
  expect(Math.abs(ordersClock.now(0) - Date.now() - HOUR)).toBeLessThan(5_000);
});

it('forwards the address that the proxy noted last, not one that a visitor claims', async () => {
  mockVisitor.set('x-forwarded-for', '192.0.2.7, 198.51.100.9');
  const fetched = answer('');
  await call('auth', { path: '/api/users/currentuser' });
  const { headers } = fetched.mock.calls[0]?.[1] ?? {};
  expect(new Headers(headers).get('x-forwarded-for')).toBe('198.51.100.9');
});
