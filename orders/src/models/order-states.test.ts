import { OrderStatus } from '@ticketing/common/events';
import { arrowsOf, arrowsOfDiagram, newId } from '@ticketing/testing';
import { Order, type OrderDocument } from './order.js';

const payment = { paymentId: newId(), amount: 2000 };

/** Everything that can change the status of an order. */
const MOVES: Readonly<Record<string, (order: OrderDocument) => unknown>> = {
  cancel: (order) => order.cancel(),
  expire: (order) => order.expire(),
  claim: (order) => order.claim(payment),
  complete: (order) => order.complete(payment),
  paymentFailed: (order) => order.paymentFailed(payment.paymentId),
};

/** An order whose time is over. If its status says that a payment has claimed it, it was this one. */
function anOrder(status: OrderStatus): OrderDocument {
  const ticket = { id: newId(), title: 'Concert', price: 20 };
  const fields = { userId: newId(), expiresAt: new Date(0), ticket, hold: 1 };
  const isClaimed = status === OrderStatus.AwaitingPayment || status === OrderStatus.Complete;
  return new Order({ ...Order.place(fields), status, ...(isClaimed && { paymentId: payment.paymentId }) });
}

function statusAfter(from: OrderStatus, move: string): OrderStatus {
  const order = anOrder(from);
  try {
    MOVES[move]!(order);
  } catch {
    // a move that is not allowed
  }
  return order.status;
}

it('changes its status as docs/architecture.md shows, and in no other way', () => {
  const moves = Object.values(OrderStatus).flatMap((from) =>
    Object.keys(MOVES)
      .map((move) => ({ from, move, to: statusAfter(from, move) }))
      .filter(({ to }) => to !== from),
  );
  expect(arrowsOf(moves)).toEqual(arrowsOfDiagram('States of an order'));
});
