import type { PointKind } from '../instrument.js';

/** The promises depend on these crash points. A test checks that the code has them, and the small tour dies at them. */
export const KEY_STEPS: Readonly<Record<string, PointKind>> = {
  // the event is on the bus, and still in the outbox
  'common/src/outbox/outbox-relay.ts:OutboxRelay.publish#1': 'await',
  // the message is handled, and acknowledged or not
  'common/src/bus/listener.ts:Listener.handle#4': 'ack',
  // the order is written, and not answered
  'orders/src/use-cases/place-order.ts:tryToPlace#6': 'await',
  'orders/src/use-cases/overdue-sweep.ts:OverdueSweep.sweep#1': 'await',
  // the timer is set, and its event not acknowledged
  'expiration/src/queue/expiration-queue.ts:ExpirationQueue.schedule#1': 'await',
  // the bank has done it, and nobody knows
  'payments/src/stripe/stripe-provider.ts:call#1': 'await',
  // the end of a payment is written, and not told
  'payments/src/reconcile/walk.ts:Walk.end#1': 'await',
};

/** Only a stop of an instance leads to this one. */
export const STOP_STEP = 'common/src/service/undo-all.ts:undoAll#1';
