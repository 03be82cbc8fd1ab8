import { isDuplicateKey, isId } from '@ticketing/common/mongo';
import { Payment, type PaymentDocument } from '../models/payment.js';
import type { Intent } from '../provider/payment-provider.js';

/** The ids that this system gave to the provider with a payment. */
export type Ids = Required<Intent['metadata']>;

/** The ids of a payment that this system made, or undefined for a payment of other software. */
export function idsOf({ metadata: { paymentId, orderId, userId } }: Intent): Ids | undefined {
  return isId(paymentId) && isId(orderId) && isId(userId) ? { paymentId, orderId, userId } : undefined;
}

/**
 * Writes a payment that the books have lost, from what the provider knows about it. The orders service is asked about
 * money that is reserved or taken; its answer says what has to happen with it. A card that is not confirmed yet is not
 * accepted any more, because nobody would hear of the end of its order.
 * @returns undefined when another payment of the order has to come to its end first.
 */
export async function rebuildPayment(intent: Intent, ids: Ids): Promise<PaymentDocument | undefined> {
  const { paymentId, orderId, userId } = ids;
  const latest = await Payment.findOne({ orderId }).sort({ attempt: -1 }).lean();
  const payment = Payment.start({
    _id: paymentId,
    orderId,
    userId,
    amount: intent.amount,
    attempt: (latest?.attempt ?? 0) + 1,
    stripeId: intent.id,
    goal: intent.state === 'unconfirmed' ? 'void' : 'authorise',
    rebuilt: true,
  });
  if (intent.state === 'canceled') payment.failed('canceled');
  try {
    return await payment.save();
  } catch (error) {
    if (isDuplicateKey(error, 'orderId')) return undefined;
    throw error;
  }
}
