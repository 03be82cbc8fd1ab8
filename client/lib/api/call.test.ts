import { call } from './call';
import { ordersClock } from './orders-clock';

jest.mock('next/headers', () => ({ headers: () => Promise.resolve(new Headers()) }));

const HOUR = 3_600_000;
const answer = (time: string) =>
  jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(() => Promise.resolve(Response.json([], { headers: { 'x-server-time': time } })));
afterEach(() => jest.restoreAllMocks());

it('counts time by the clock of the orders service, however wrong the one of this server is', async () => {
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
