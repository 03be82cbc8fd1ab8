import type { OrderBody } from '@ticketing/common/api';
import { fieldsOf } from '@ticketing/common/mongo';
import type { OrderFields } from '../models/order.js';

const FIELDS = [
  'userId',
  'status',
  'expiresAt',
  'cancelledAt',
  'cancelReason',
  'paymentId',
  'completedAt',
  'refund',
  'version',
  'ticket',
] as const;

/** The fields of an order that an answer shows, for `project`. */
export const SHOWN_FIELDS = fieldsOf(FIELDS);

export type PresentableOrder = Pick<OrderFields, (typeof FIELDS)[number]> & { _id: unknown };

/** An order in the form of the API. */
export function presentOrder(order: PresentableOrder): OrderBody {
  const { _id, userId, status, expiresAt, cancelledAt, cancelReason, completedAt, version, ticket } = order;
  const { paymentId, refund } = order;
  // money of another payment that was given back is no refund of this order
  const isOwn = refund && (paymentId === undefined || paymentId === refund.paymentId);
  return {
    id: String(_id),
    userId,
    status,
    expiresAt: expiresAt.toISOString(),
    ...(cancelledAt && { cancelledAt: cancelledAt.toISOString() }),
    ...(cancelReason && { cancelReason }),
    ...(paymentId && { paymentId }),
    ...(completedAt && { completedAt: completedAt.toISOString() }),
    ...(isOwn && { refund: { amount: refund.amount, refundId: refund.refundId } }),
    version,
    ticket,
  };
}
