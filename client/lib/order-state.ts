import type { Order, Payment } from './api/types';

/**
 * - `deciding`: the time is up, and a payment that has been begun may still have come in time.
 * - `paying`: the bank has agreed, and the payment is being taken.
 * - `late`: the time ran out before a payment was taken.
 * - `failed`: the bank had agreed, and then the money could not be taken.
 * - `ended`: the order is cancelled, and nobody noted whether its buyer did it or its time ran out.
 */
export type OrderState =
  | 'reserved'
  | 'soon'
  | 'deciding'
  | 'paying'
  | 'expired'
  | 'late'
  | 'cancelled'
  | 'failed'
  | 'ended'
  | 'complete'
  | 'refunding'
  | 'refunded';

const RUNNING = ['reserved', 'soon', 'deciding', 'expired'] as const satisfies OrderState[];

/** Whether an order still has, or had until now, a running time. The page shows by itself when it is up. */
export function isRunning(state: OrderState): state is (typeof RUNNING)[number] {
  return (RUNNING as readonly OrderState[]).includes(state);
}

/** The payment of an order; undefined if there is none or nobody asked, `unknown` if there was no answer. */
export type PaymentOfOrder = Pick<Payment, 'status'> | 'unknown' | undefined;

type StatedOrder = Pick<Order, 'status' | 'expiresAt' | 'cancelledAt' | 'cancelReason' | 'refund'>;

/** A reservation with this much time or less is "expiring soon". */
export const SOON_MS = 60_000;

const TAKING: ReadonlySet<Payment['status']> = new Set<Payment['status']>([
  'authorised',
  'capturing',
  'paid',
]);
const TAKEN: ReadonlySet<Payment['status']> = new Set<Payment['status']>(['paid', 'refunding']);

/** The state of a reservation with `left` ms to its end. */
export function reservationState(
  left: number,
  mayBePaid = false,
): 'reserved' | 'soon' | 'deciding' | 'expired' {
  if (left <= 0) return mayBePaid ? 'deciding' : 'expired';
  return left <= SOON_MS ? 'soon' : 'reserved';
}

/** Whether a payment may still come in time for an order that waits for one. */
export function mayBePaid(payment: PaymentOfOrder): boolean {
  return payment === 'unknown' || payment?.status === 'open';
}

/** The state of an order as its buyer sees it, with the payment if that is known. */
export function orderState(order: StatedOrder, now: number, payment?: PaymentOfOrder): OrderState {
  const status = payment === 'unknown' ? undefined : payment?.status;
  if (order.refund || status === 'refunded') return 'refunded';
  switch (order.status) {
    case 'complete':
      return 'complete';
    case 'awaiting:payment':
      return 'paying';
    case 'created':
      if (status && TAKING.has(status)) return 'paying';
      return reservationState(Date.parse(order.expiresAt) - now, mayBePaid(payment));
    case 'cancelled': {
      if (status && TAKEN.has(status)) return 'refunding';
      const state = cancelledState(order, now);
      return state === 'expired' && status ? 'late' : state;
    }
  }
}

/**
 * Old orders do not tell why they were cancelled. The buyer can cancel only before the end of the time. Still older ones
 * do not tell when they were cancelled: that was the buyer as long as the time runs, and afterwards nobody knows.
 */
function cancelledState({ expiresAt, cancelledAt, cancelReason }: StatedOrder, now: number): OrderState {
  if (cancelReason === 'payment-failed') return 'failed';
  if (cancelReason === 'expired') return 'expired';
  const end = Date.parse(expiresAt);
  if (cancelledAt !== undefined) return Date.parse(cancelledAt) < end ? 'cancelled' : 'expired';
  return now < end ? 'cancelled' : 'ended';
}
