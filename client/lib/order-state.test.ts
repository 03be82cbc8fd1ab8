import { orderState, SOON_MS } from './order-state';

const END = Date.parse('2026-01-01T12:00:00Z');
const order = (status: 'created' | 'awaiting:payment' | 'cancelled' | 'complete', cancelled?: number) => ({
  status,
  expiresAt: new Date(END).toISOString(),
  ...(cancelled !== undefined && { cancelledAt: new Date(cancelled).toISOString() }),
});

it.each(['created', 'awaiting:payment'] as const)(
  '%s: reserved, then expiring soon, then expired',
  (status) => {
    expect(orderState(order(status), END - SOON_MS - 1)).toBe('reserved');
    expect(orderState(order(status), END - SOON_MS)).toBe('soon');
    expect(orderState(order(status), END - 1)).toBe('soon');
    expect(orderState(order(status), END)).toBe('expired');
  },
);

it.each([END - 60_000, END - 1, END, END + 60_000])(
  'tells who ended an order, whenever one asks (%d)',
  (now) => {
    expect(orderState(order('cancelled', END - 1), now)).toBe('cancelled');
    expect(orderState(order('cancelled', END), now)).toBe('expired');
    expect(orderState(order('cancelled', END + 5_000), now)).toBe('expired');
  },
);

it('says of an old order only what is sure', () => {
  expect(orderState(order('cancelled'), END - 1)).toBe('cancelled');
  expect(orderState(order('cancelled'), END)).toBe('ended');
});

it('keeps a complete order complete', () => {
  expect(orderState(order('complete'), END + 1)).toBe('complete');
});
