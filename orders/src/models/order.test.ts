import { join } from 'node:path';
import { OrderStatus } from '@ticketing/common/events';
import { databaseClock } from '@ticketing/common/mongo';
import { globalsReplacedBy } from '@ticketing/testing';
import { inFuture, past } from '../testing/orders.js';
import { Order } from './order.js';

describe('isOverdue', () => {
  it.each([
    [OrderStatus.Created, 'past', past(), true],
    [OrderStatus.AwaitingPayment, 'past', past(), true],
    [OrderStatus.Cancelled, 'past', past(), false],
    [OrderStatus.Complete, 'past', past(), false],
    [OrderStatus.Created, 'to come', inFuture(), false],
  ])('of an order that is %s, with its time %s', (status, _when, expiresAt, overdue) => {
    expect(new Order({ status, expiresAt }).isOverdue()).toBe(overdue);
  });

  it('begins exactly at expiresAt', () => {
    const now = Date.now();
    jest.spyOn(databaseClock, 'now').mockReturnValue(now);
    expect(new Order({ expiresAt: new Date(now) }).isOverdue()).toBe(true);
    expect(new Order({ expiresAt: new Date(now + 1) }).isOverdue()).toBe(false);
    jest.restoreAllMocks();
  });
});

it('does not replace functions of the language', () => {
  expect(globalsReplacedBy(join(__dirname, '../../dist/models/order.js'))).toEqual([]);
});
