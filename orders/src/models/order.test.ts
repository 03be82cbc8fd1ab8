import { OrderStatus } from '@ticketing/common';
import { inFuture, past } from '../testing/harness.js';
import { Order } from './order.js';

describe('isOverdue', () => {
  it.each([
    [OrderStatus.Created, 'past', past(), true],
    [OrderStatus.AwaitingPayment, 'past', past(), true],
    [OrderStatus.Cancelled, 'past', past(), false],
    [OrderStatus.Complete, 'past', past(), false],
    [OrderStatus.Created, 'to come', inFuture(), false],
  ])('of an order that is %s, its time %s', (status, _when, expiresAt, overdue) => {
    expect(new Order({ status, expiresAt }).isOverdue(new Date())).toBe(overdue);
  });

  it('begins at the very instant', () => {
    const expiresAt = new Date();
    expect(new Order({ expiresAt }).isOverdue(expiresAt)).toBe(true);
  });
});
