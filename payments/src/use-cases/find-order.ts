import { NotAuthorizedError } from '@ticketing/common/errors';
import { findReplica } from '@ticketing/common/mongo';
import { Order, type OrderFields } from '../models/order.js';

/** An order whose first event has arrived. */
export type KnownOrder = OrderFields & Required<Pick<OrderFields, 'userId' | 'expiresAt'>>;

/**
 * Finds the copy of a buyer's order. The copy of a new order is waited for.
 * @throws {NotFoundError} when there is no such order.
 * @throws {NotAuthorizedError} when it is somebody else's.
 */
export async function findOrder(id: string, userId: string): Promise<KnownOrder> {
  const order = await findReplica(id, async () => {
    const copy = await Order.findById(id).lean();
    return copy && isKnown(copy) ? copy : undefined;
  });
  if (order.userId !== userId) throw new NotAuthorizedError();
  return order;
}

function isKnown(order: OrderFields): order is KnownOrder {
  return order.userId !== undefined && order.expiresAt !== undefined;
}
