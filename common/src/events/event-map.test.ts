import { MalformedEventError, parseEvent } from './event-map.js';
import { Subjects } from './subjects.js';

const id = 'a'.repeat(24);
const order = {
  id,
  version: 0,
  status: 'created',
  userId: id,
  expiresAt: '2026-01-01T00:15:00.000Z',
  ticket: { id, price: 20, hold: 1 },
};

describe('parseEvent', () => {
  it('returns the fields of the event and drops unknown fields', () => {
    expect(parseEvent(Subjects.OrderCreated, { ...order, colour: 'red' })).toEqual(order);
  });

  it('keeps a traceparent', () => {
    const data = { orderId: id, traceparent: '00-1-2-00' };
    expect(parseEvent(Subjects.ExpirationComplete, data)).toEqual(data);
  });

  it.each([
    ['a string', 'order'],
    ['null', null],
    ['a missing field', { ...order, userId: undefined }],
    ['a malformed id', { ...order, id: 'x' }],
    ['a query operator instead of an id', { ...order, id: { $ne: null } }],
    ['a negative version', { ...order, version: -1 }],
    ['a fractional version', { ...order, version: 1.5 }],
    ['a price of 0', { ...order, ticket: { ...order.ticket, price: 0 } }],
    ['hold 0', { ...order, ticket: { ...order.ticket, hold: 0 } }],
    ['a time as its version', { ...order, version: Date.now() }],
    ['a hold that no ticket reaches', { ...order, ticket: { ...order.ticket, hold: 1_000_000_001 } }],
    ['the highest number as its version', { ...order, version: Number.MAX_SAFE_INTEGER }],
    ['an unknown status', { ...order, status: 'lost' }],
    ['a malformed date', { ...order, expiresAt: 'soon' }],
  ])('refuses %s', (_what, data) => {
    expect(() => parseEvent(Subjects.OrderCreated, data)).toThrow(MalformedEventError);
  });

  describe('with a price', () => {
    const orderFor = (price: number) => ({ ...order, ticket: { ...order.ticket, price } });

    it.each([0.01, 0.29, 0.5, 19.99, 1234.56, 999_999.99, 1_000_000])(
      'takes %d, which tickets have or had',
      (price) => expect(parseEvent(Subjects.OrderCreated, orderFor(price))).toEqual(orderFor(price)),
    );

    it.each([0.000001, 0.009, 0.015, 19.999, 1_000_000.01, 1e21, -1, NaN, Infinity])(
      'refuses %d, which no ticket ever had',
      (price) => {
        expect(() => parseEvent(Subjects.OrderCreated, orderFor(price))).toThrow(/ticket\.price: /);
        const ticket = { id, version: 0, title: 'Concert', price, userId: id };
        expect(() => parseEvent(Subjects.TicketUpdated, ticket)).toThrow(/price: /);
      },
    );
  });

  describe('of a payment', () => {
    const ticket = { id, price: 20, hold: 1 };
    const payment = { id, version: 1, orderId: id };
    const money = { amount: 2000, currency: 'usd' };

    it.each<[Subjects, object]>([
      [Subjects.OrderClaimed, { id, version: 1, paymentId: id, ticket }],
      [Subjects.OrderCompleted, { id, version: 2, userId: id, paymentId: id, ticket }],
      [Subjects.PaymentAuthorised, { ...payment, ...money }],
      [Subjects.PaymentCreated, { ...payment, ...money, stripeId: 'pi_1' }],
      [Subjects.PaymentFailed, { ...payment, reason: 'canceled' }],
      [Subjects.PaymentRefunded, { ...payment, amount: 2000, refundId: 're_1', reason: 'by hand' }],
    ])('takes %s with all of its fields, and refuses it without one of them', (subject, data) => {
      expect(parseEvent(subject, data)).toEqual(data);
      for (const field of Object.keys(data)) {
        expect(() => parseEvent(subject, { ...data, [field]: undefined })).toThrow(MalformedEventError);
      }
    });

    it.each([
      ['a part of a cent', { amount: 1998.9999999999998 }],
      ['no money', { amount: 0 }],
      ['more than a card can be charged', { amount: 100_000_000 }],
      ['another currency', { currency: 'eur' }],
    ])('refuses %s', (_what, wrong) => {
      const data = { ...payment, ...money, ...wrong };
      expect(() => parseEvent(Subjects.PaymentAuthorised, data)).toThrow(MalformedEventError);
    });
  });

  describe('with a title', () => {
    const ticket = (title: unknown) => ({ id, version: 0, title, price: 20, userId: id });

    it.each(['Concert', '', ' \u200b', 'a\u0000\u202eb', 'x'.repeat(200)])(
      'takes %j, which an older rule let in',
      (title) => {
        expect(parseEvent(Subjects.TicketCreated, ticket(title))).toEqual(ticket(title));
      },
    );

    it.each(['half a character \ud800', 'e' + '\u0301'.repeat(10_000), 7])(
      'refuses a title that no ticket ever had',
      (title) => {
        expect(() => parseEvent(Subjects.TicketUpdated, ticket(title))).toThrow(/title: /);
      },
    );
  });

  it('names every field that is wrong', () => {
    expect(() =>
      parseEvent(Subjects.OrderCreated, { ...order, id: 1, ticket: { ...order.ticket, hold: 'x' } }),
    ).toThrow(/id: .*; ticket\.hold: /);
  });
});
