import { OrderStatus, Subjects } from '@ticketing/common/events';
import { newId } from '@ticketing/testing';
import fc from 'fast-check';
import { inFuture, past } from '../testing/orders.js';
import { Order, type OrderDocument } from './order.js';

type Step = (order: OrderDocument) => unknown;

const [OWN, OTHER] = [newId(), newId()];
const payment = (paymentId: string) => ({ paymentId, amount: 2000 });
const authorised =
  (paymentId: string): Step =>
  (order) =>
    order.claim(payment(paymentId));
const created =
  (paymentId: string): Step =>
  (order) =>
    order.complete(payment(paymentId));
const failed =
  (paymentId: string): Step =>
  (order) =>
    order.paymentFailed(paymentId);
const refunded =
  (version: number): Step =>
  (order) =>
    order.keepRefund({ ...payment(OWN), refundId: `re_${version}`, version });
const expires: Step = (order) => order.expire();
const buyerCancels: Step = (order) => {
  // the buyer is refused while a payment is being taken, and after it
  if (order.status === OrderStatus.Created) order.cancel();
  else if (order.status !== OrderStatus.Cancelled) expect(() => order.cancel()).toThrow();
};

const anOrder = (expiresAt = past()) =>
  new Order(
    Order.place({
      userId: newId(),
      expiresAt,
      ticket: { id: newId(), title: 'Concert', price: 20 },
      hold: 1,
    }),
  );

/** The order after these steps. Before each step, `check` sees the order and the step. */
function after(steps: Step[], start: Step[] = []) {
  const order = anOrder();
  for (const step of [...start, ...steps]) step(order);
  return order;
}

/** Each step once or more often, in any order. */
const arrivalsOf = (steps: Step[]) =>
  fc
    .array(fc.constantFrom(...steps), { maxLength: steps.length * 2 })
    .chain((again) => fc.shuffledSubarray([...steps, ...again], { minLength: steps.length + again.length }));

const holds = (steps: Step[], check: (arrivals: Step[]) => void) =>
  fc.assert(fc.property(arrivalsOf(steps), check), { numRuns: 500 });

describe('an order ends in the same state for every order of arrival', () => {
  it('when its payment is taken and given back', () => {
    // a payment is taken only after it has claimed the order, so no end of the time is among the steps before that
    holds([authorised(OWN), created(OWN), refunded(3), refunded(4)], (arrivals) => {
      const order = after([...arrivals, expires, buyerCancels]);
      expect(order).toMatchObject({
        status: OrderStatus.Complete,
        paymentId: OWN,
        refund: { refundId: 're_4', version: 4 },
      });
      expect(order.cancelledAt).toBeUndefined();
    });
  });

  it('when its payment is taken, and its time ends and another card is tried', () => {
    holds([created(OWN), authorised(OTHER), failed(OTHER), expires, buyerCancels], (arrivals) => {
      expect(after(arrivals, [authorised(OWN)])).toMatchObject({
        status: OrderStatus.Complete,
        paymentId: OWN,
      });
    });
  });

  it('when its payment fails', () => {
    holds([authorised(OWN), failed(OWN)], (arrivals) => {
      const order = after([...arrivals, expires]);
      expect(order.status).toBe(OrderStatus.Cancelled);
      expect(order.completedAt).toBeUndefined();
    });
  });
});

describe('whatever comes, in any order', () => {
  const all = [OWN, OTHER].flatMap((id) => [authorised(id), created(id), failed(id)]);

  it('an order moves only forwards, and changes its payment never', () => {
    const next: Record<string, OrderStatus[]> = {
      [OrderStatus.Created]: Object.values(OrderStatus),
      [OrderStatus.AwaitingPayment]: [
        OrderStatus.AwaitingPayment,
        OrderStatus.Complete,
        OrderStatus.Cancelled,
      ],
      [OrderStatus.Complete]: [OrderStatus.Complete],
      [OrderStatus.Cancelled]: [OrderStatus.Cancelled],
    };
    holds([...all, refunded(3), expires, buyerCancels], (arrivals) => {
      const order = anOrder();
      for (const step of arrivals) {
        const { status, paymentId } = order;
        step(order);
        expect(next[status]).toContain(order.status);
        if (paymentId !== undefined) expect(order.paymentId).toBe(paymentId);
      }
    });
  });

  it('each payment that is authorised is told who holds the order, or how it ended', () => {
    const answers: Record<string, Subjects | undefined> = {
      [OrderStatus.AwaitingPayment]: Subjects.OrderClaimed,
      [OrderStatus.Complete]: Subjects.OrderCompleted,
      [OrderStatus.Cancelled]: Subjects.OrderCancelled,
    };
    holds([created(OWN), failed(OTHER), expires, buyerCancels], (arrivals) => {
      const order = after(arrivals);
      const events = order.outbox.length;
      expect(order.claim(payment(newId()))).toBe('answered');
      expect(order.outbox).toHaveLength(events + 1);
      expect(order.outbox.at(-1)!.subject).toBe(answers[order.status]);
    });
  });

  it('an order without a payment ends only by its buyer and its time', () => {
    const order = anOrder(inFuture());
    expect(order.expire()).toBe(false);
    expect(order.paymentFailed(OWN)).toBe(true);
    expect(order.status).toBe(OrderStatus.Created);
  });
});
