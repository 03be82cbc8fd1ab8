import { orderState, SOON_MS } from './order-state';

const END = Date.parse('2026-01-01T12:00:00Z');
const order = (status: 'created' | 'awaiting:payment' | 'cancelled' | 'complete', cancelled?: number) => ({
  status,
  expiresAt: new Date(END).toISOString(),
  ...(cancelled !== undefined && { cancelledAt: new Date(cancelled).toISOString() }),
});

it('is reserved, then expiring soon, then expired', () => {
  expect(orderState(order('created'), END - SOON_MS - 1)).toBe('reserved');
  expect(orderState(order('created'), END - SOON_MS)).toBe('soon');
  expect(orderState(order('created'), END - 1)).toBe('soon');
  expect(orderState(order('created'), END)).toBe('expired');
});

it('does not expire while a payment is being taken', () => {
  expect(orderState(order('awaiting:payment'), END + 60_000)).toBe('paying');
});

it.each(['authorised', 'capturing', 'paid'] as const)(
  'is being paid with a payment that is %s, before the order knows',
  (status) => {
    expect(orderState(order('created'), END - 1, { status })).toBe('paying');
    expect(orderState(order('created'), END + 1, { status })).toBe('paying');
  },
);

it.each([{ status: 'open' } as const, 'unknown' as const])(
  'leaves it open after the end whether a payment came in time (%j)',
  (payment) => {
    expect(orderState(order('created'), END - 1, payment)).toBe('soon');
    expect(orderState(order('created'), END, payment)).toBe('deciding');
  },
);

it('expires when its only payment was given up before', () => {
  expect(orderState(order('created'), END, { status: 'voided' })).toBe('expired');
});

it.each(['open', 'authorised', 'voided', 'failed'] as const)(
  'came too late with a payment that is %s',
  (status) => {
    expect(orderState(order('cancelled', END), END, { status })).toBe('late');
    expect(orderState(order('cancelled', END - 1), END, { status })).toBe('cancelled');
  },
);

it('tells that the money could not be taken', () => {
  const failed = { ...order('cancelled', END - 1), cancelReason: 'payment-failed' } as const;
  expect(orderState(failed, END, { status: 'failed' })).toBe('failed');
});

it('tells of money that goes back or went back', () => {
  for (const status of ['paid', 'refunding'] as const)
    expect(orderState(order('cancelled', END), END, { status })).toBe('refunding');
  expect(orderState(order('cancelled', END), END, { status: 'refunded' })).toBe('refunded');
  const refund = { amount: 2000, refundId: 're_1' };
  expect(orderState({ ...order('complete'), refund }, END)).toBe('refunded');
});

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
