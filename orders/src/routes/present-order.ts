import type { OrderFields } from '../models/order.js';

/** The fields of an order that an answer shows, for `select`. */
export const SHOWN = 'userId status expiresAt cancelledAt version ticket';

/** An order in the form of the API. */
export function presentOrder(
  order: Pick<OrderFields, 'userId' | 'status' | 'expiresAt' | 'cancelledAt' | 'version' | 'ticket'> & {
    _id: unknown;
  },
) {
  const { _id, userId, status, expiresAt, cancelledAt, version, ticket } = order;
  return {
    id: String(_id),
    userId,
    status,
    expiresAt: expiresAt.toISOString(),
    ...(cancelledAt && { cancelledAt: cancelledAt.toISOString() }),
    version,
    ticket,
  };
}
