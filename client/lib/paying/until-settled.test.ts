import { untilSettled } from './until-settled';

const mockOrders: string[] = [];
let mockPayment: object;
let mockAsked = 0;
jest.mock('../api', () => ({
  refreshPayment: () => Promise.resolve(mockPayment),
  getOrder: () => {
    mockAsked++;
    return Promise.resolve({ ok: true, value: { status: mockOrders.shift() ?? 'awaiting:payment' } });
  },
}));

async function wait(payment: object, ...orders: string[]) {
  mockPayment = payment;
  mockAsked = 0;
  mockOrders.splice(0, Infinity, ...orders);
  const from = performance.now();
  await untilSettled('o1', 'p1');
  return { asked: mockAsked, ms: performance.now() - from };
}
const found = (status: string, orderId = 'o1') => ({ ok: true, value: { id: 'p1', orderId, status } });

it.each(['complete', 'cancelled'])('waits until the order is %s', async (end) => {
  expect((await wait(found('authorised'), 'created', 'awaiting:payment', end)).asked).toBe(3);
});

it('does not wait for a card that was not confirmed', async () => {
  expect((await wait(found('open'))).asked).toBe(0);
});

it('does not wait for the payment of another order, or without an answer', async () => {
  expect((await wait(found('authorised', 'o2'))).asked).toBe(0);
  expect((await wait({ ok: false, failure: { kind: 'down' } })).asked).toBe(0);
});

it('gives up after a few seconds', async () => {
  const { ms } = await wait(found('capturing'));
  expect(ms).toBeGreaterThan(2_500);
  expect(ms).toBeLessThan(5_000);
});
