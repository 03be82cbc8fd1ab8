import { BadRequestError } from '@ticketing/common/errors';
import { OrderStatus } from '@ticketing/common/events';
import { databaseClock, isDuplicateKey } from '@ticketing/common/mongo';
import { Types } from 'mongoose';
import { Payment, type PaymentDocument } from '../models/payment.js';
import { followOrder } from './follow-order.js';
import { findOrder, type KnownOrder } from './find-order.js';

/** A payment that begins later would hardly end in time. In a short window a quarter of it is enough. */
const LEAST_LEFT_MS = 60_000;
/** Each lost race means that another request has made or ended a payment of the order. */
const MAX_ATTEMPTS = 10;

const NOT_CHARGED = 'You were not charged';
const CANCELLED = 'This order is cancelled, so it cannot be paid';
const PAID = 'This order is paid already';
const BEING_TAKEN = 'A payment of this order is being taken. Look at the order again in a moment';
const NOT_TAKEN = `The payment of this order could not be taken, so the order is being cancelled. ${NOT_CHARGED}`;

/** The payment of an order. It is not new when the buyer has begun it before. */
export interface Started {
  payment: PaymentDocument;
  isNew: boolean;
}

/**
 * Begins to pay an order, or goes on with the payment that was begun. Of several requests that race on any number of
 * instances, the unique index on the order lets only one write a payment; the others go on with it.
 *
 * The amount is the one of the order's event. Nothing is asked of the provider here.
 * @throws {NotFoundError} when there is no such order.
 * @throws {NotAuthorizedError} when it is not the caller's.
 * @throws {BadRequestError} when it cannot be paid. The text says why.
 */
export async function startPayment(orderId: string, userId: string): Promise<Started> {
  for (let attempt = 1; ; attempt++) {
    const order = await findOrder(orderId, userId);
    const latest = await Payment.findOne({ orderId }).sort({ attempt: -1 });
    if (order.state === OrderStatus.Cancelled) {
      const charged = latest?.outcome === 'paid' || latest?.goal === 'refund';
      throw new BadRequestError(charged ? CANCELLED : `${CANCELLED}. ${NOT_CHARGED}`);
    }
    if (latest && !latest.settled) return { payment: latest, isNew: false };
    if (order.state === OrderStatus.Complete || latest?.outcome === 'paid' || latest?.outcome === 'refunded')
      throw new BadRequestError(PAID);
    requirePayable(order, latest);
    const payment = Payment.start({
      orderId,
      userId,
      ticketId: order.ticketId,
      hold: order.hold,
      expiresAt: order.expiresAt,
      amount: order.amount!,
      attempt: (latest?.attempt ?? 0) + 1,
    });
    try {
      await payment.save();
    } catch (error) {
      if (!isDuplicateKey(error, 'orderId') || attempt === MAX_ATTEMPTS) throw error;
      continue;
    }
    // the order may have ended before the payment was written: then the listener did not see the payment
    if ((await followOrder(orderId)).changed.length === 0) return { payment, isNew: true };
  }
}

/** @throws {BadRequestError} */
function requirePayable(order: KnownOrder & { _id?: unknown }, latest: PaymentDocument | null): void {
  const { amount, expiresAt, state } = order;
  if (latest?.goal === 'capture') throw new BadRequestError(NOT_TAKEN);
  if (state === OrderStatus.AwaitingPayment) throw new BadRequestError(BEING_TAKEN);
  if (amount === undefined) {
    throw new BadRequestError(
      'No card can be charged the price of this order, so it cannot be paid. Cancel it, please',
    );
  }
  const placedAt = new Types.ObjectId(String(order._id)).getTimestamp().getTime();
  const left = expiresAt.getTime() - databaseClock.now();
  if (left < Math.min(LEAST_LEFT_MS, (expiresAt.getTime() - placedAt) / 4)) {
    throw new BadRequestError(
      `There is not enough time left to pay this order. ${NOT_CHARGED}. When it has run out, you can reserve the ticket again`,
    );
  }
}
