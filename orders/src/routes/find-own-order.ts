import { NotAuthorizedError, NotFoundError } from '@ticketing/common/errors';
import { signedIn } from '@ticketing/common/http';
import { isId } from '@ticketing/common/mongo';
import type { Request } from 'express';
import { Order } from '../models/order.js';

/**
 * Reads the order `:id` of a request whose caller is signed in.
 * @throws {NotFoundError} when there is none.
 * @throws {NotAuthorizedError} when it is somebody else's.
 */
export async function findOwnOrder(req: Request<{ id?: string }>, fields: string) {
  const { id } = req.params;
  const order = isId(id) ? await Order.findById(id).select(fields).lean() : null;
  if (!order) throw new NotFoundError();
  if (order.userId !== signedIn(req).id) throw new NotAuthorizedError();
  return order;
}
