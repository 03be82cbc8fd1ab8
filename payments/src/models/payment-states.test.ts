import { arrowsOf, arrowsOfDiagram, newId } from '@ticketing/testing';
import { Payment, type PaymentDocument, type PaymentFields } from './payment.js';
import { statusOf } from './payment-status.js';

/** Everything that can change the status of a payment. */
const MOVES: Readonly<Record<string, (payment: PaymentDocument) => unknown>> = {
  authorised: (payment) => payment.authorised('authorised'),
  aimToCapture: (payment) => payment.aimToCapture(),
  aimToVoid: (payment) => payment.aimToVoid('order-ended'),
  aimToRefund: (payment) => payment.aimToRefund('captured-too-late'),
  refuseCapture: (payment) => payment.refuseCapture(),
  paid: (payment) => payment.paid(),
  voided: (payment) => payment.voided(),
  failed: (payment) => payment.failed('lapsed'),
  refunded: (payment) => payment.refunded({ id: 're_1', amount: 2000 }),
  reopenToRefund: (payment) => payment.reopenToRefund('captured-too-late'),
};

type State = Partial<Pick<PaymentFields, 'goal' | 'seen' | 'settled' | 'outcome'>>;

const stateOf = ({ goal, seen, settled, outcome }: PaymentDocument): State => ({
  goal,
  seen,
  settled,
  ...(outcome && { outcome }),
});

/** A payment that has been made at the provider. */
const aPayment = (state: State) =>
  Payment.start({ orderId: newId(), userId: newId(), amount: 2000, attempt: 1, stripeId: 'pi_1' }).set(state);

/** Every move from every state that a payment can come to. */
function allMoves() {
  const first = stateOf(aPayment({}));
  const known = new Map([[JSON.stringify(first), first]]);
  const moves: { from: string; to: string; move: string }[] = [];
  // a map that grows while it is walked through gives the new entries, too
  for (const state of known.values()) {
    for (const [move, act] of Object.entries(MOVES)) {
      const payment = aPayment(state);
      const from = statusOf(payment);
      act(payment);
      const next = stateOf(payment);
      known.set(JSON.stringify(next), known.get(JSON.stringify(next)) ?? next);
      moves.push({ from, to: statusOf(payment), move });
    }
  }
  return moves;
}

it('changes its status as docs/architecture.md shows, and in no other way', () => {
  const moves = allMoves().filter(({ from, to }) => from !== to);
  expect(arrowsOf(moves)).toEqual(arrowsOfDiagram('States of a payment'));
});
