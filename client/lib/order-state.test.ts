import { orderState, SOON_MS } from './order-state';

const END = Date.parse('2026-01-01T12:00:00Z');
const order = (status: 'created' | 'awaiting:payment' | 'cancelled' | 'complete') => ({
  id: 'o1',
  status,
  expiresAt: new Date(END).toISOString(),
});

it.each(['created', 'awaiting:payment'] as const)(
  '%s: reserved, then expiring soon, then expired',
  (status) => {
    expect(orderState(order(status), END - SOON_MS - 1, [])).toBe('reserved');
    expect(orderState(order(status), END - SOON_MS, [])).toBe('soon');
    expect(orderState(order(status), END - 1, [])).toBe('soon');
    expect(orderState(order(status), END, [])).toBe('expired');
  },
);

it('tells cancelled by the buyer from expired', () => {
  expect(orderState(order('cancelled'), END - 1, [])).toBe('cancelled');
  expect(orderState(order('cancelled'), END, [])).toBe('expired');
  expect(orderState(order('cancelled'), END, ['o1'])).toBe('cancelled');
});

it('keeps a complete order complete', () => {
  expect(orderState(order('complete'), END + 1, ['o1'])).toBe('complete');
});
