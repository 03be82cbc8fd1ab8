import { OrderStatus } from '@ticketing/common/events';
import { BatchedReads, plainDocuments, readsById, retryOnConflict } from '@ticketing/common/mongo';
import { Order, type OrderFields } from '../models/order.js';
import { idOf, Payment, type PaymentDocument, type PaymentFields } from '../models/payment.js';

/** The payments of an order that has left its first state. Those with a new goal have to be reconciled. */
export interface Followed {
  changed: PaymentDocument[];
  unchanged: PaymentDocument[];
}

// all orders of an on-sale can expire or be paid in one second, and most of those that expire have no payment
const orders = readsById<OrderFields>(Order);
const payments = new BatchedReads(
  (orderIds) =>
    plainDocuments<PaymentFields>(Payment)
      .find({ orderId: { $in: orderIds } })
      .toArray(),
  ({ orderId }) => orderId,
);

/**
 * Gives the payments of an order the goals that follow from the state of the order. A listener calls it after it has
 * written the copy of the order, and a request after it has written a payment. So whichever of the two is second sees
 * what the first one wrote.
 */
export async function followOrder(orderId: string): Promise<Followed> {
  const followed: Followed = { changed: [], unchanged: [] };
  const order = await orders.one(orderId.toLowerCase());
  if (!order || order.state === OrderStatus.Created) return followed;
  for (const read of await payments.all(orderId)) {
    const { payment, isChanged } = await follow(Payment.hydrate(read), order);
    followed[isChanged ? 'changed' : 'unchanged'].push(payment);
  }
  return followed;
}

/** @param first the payment as it was read; after a conflict it is read again. */
function follow(first: PaymentDocument, order: OrderFields) {
  let read: PaymentDocument | undefined = first;
  return retryOnConflict(async () => {
    const payment = read ?? (await Payment.findById(first._id).orFail());
    read = undefined;
    const isChanged = setGoal(payment, order);
    if (isChanged) await payment.save();
    return { payment, isChanged };
  });
}

/** @returns whether the payment changed. */
function setGoal(payment: PaymentDocument, { state, paymentId }: OrderFields): boolean {
  if (state === OrderStatus.Cancelled) return payment.aimToVoid(ENDED) || giveBack(payment);
  if (paymentId?.toLowerCase() !== idOf(payment)) return payment.aimToVoid('other-payment');
  if (payment.settled && state === OrderStatus.AwaitingPayment) {
    // the order still waits for it: the event of its end may be on its way, or lost
    payment.announceEnd();
    return payment.isModified();
  }
  return payment.aimToCapture();
}

const ENDED = 'order-cancelled';

/**
 * An order that a payment has claimed is cancelled only after this payment has failed. So this is needed only after
 * somebody has interfered, or a database was restored. Nobody may keep the money of a cancelled order all the same.
 */
function giveBack(payment: PaymentDocument): boolean {
  if (payment.outcome === 'paid') return payment.reopenToRefund(ENDED);
  return payment.goal === 'capture' && payment.aimToRefund(ENDED);
}
