import { join } from 'node:path';
import { OrderStatus } from '@ticketing/common/events';
import { databaseClock } from '@ticketing/common/mongo';
import { globalsReplacedBy, newId } from '@ticketing/testing';
import { inFuture, past } from '../testing/orders.js';
import { Order } from './order.js';

describe('isOverdue', () => {
  it.each([
    [OrderStatus.Created, 'past', past(), true],
    [OrderStatus.AwaitingPayment, 'past', past(), false],
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

describe('cancel', () => {
  const anOrder = (expiresAt: Date) =>
    new Order(
      Order.place({
        userId: newId(),
        expiresAt,
        ticket: { id: newId(), title: 'Concert', price: 20 },
        hold: 1,
      }),
    );

  afterEach(() => jest.restoreAllMocks());

  it('records its time by the clock of the database, once', () => {
    const order = anOrder(new Date(3_000));
    const now = jest.spyOn(databaseClock, 'now').mockReturnValue(1_000.5);
    expect(order.cancel()).toBe(true);
    now.mockReturnValue(2_000);
    expect(order.cancel()).toBe(false);
    expect(order.cancelledAt).toEqual(new Date(1_000));
  });

  it('is never before expiresAt when the time is over', () => {
    const order = anOrder(new Date(1_000));
    jest.spyOn(databaseClock, 'now').mockReturnValue(1_000.9);
    expect(order.isOverdue()).toBe(true);
    order.cancel();
    expect(order.cancelledAt).toEqual(order.expiresAt);
  });
});

it('does not replace functions of the language', () => {
  expect(globalsReplacedBy(join(__dirname, '../../dist/models/order.js'))).toEqual([]);
});
