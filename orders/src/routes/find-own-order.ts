import { NotAuthorizedError, NotFoundError } from '@ticketing/common/errors';
import { signedIn } from '@ticketing/common/http';
import { isId, plainDocuments } from '@ticketing/common/mongo';
import type { Request } from 'express';
import { Types } from 'mongoose';
import { Order, type OrderFields } from '../models/order.js';
import { type PresentableOrder, SHOWN_FIELDS } from './present-order.js';

/**
 * Reads the order `:id` of a request whose caller is signed in.
 * @throws {NotFoundError} when there is none.
 * @throws {NotAuthorizedError} when it is somebody else's.
 */
export async function findOwnOrder(req: Request<{ id?: string }>): Promise<PresentableOrder> {
  const { id } = req.params;
  const order = isId(id) ? await shown(new Types.ObjectId(id)) : null;
  if (!order) throw new NotFoundError();
  if (order.userId !== signedIn(req).id) throw new NotAuthorizedError();
  return order;
}

function shown(_id: Types.ObjectId) {
  return plainDocuments<OrderFields>(Order).findOne<PresentableOrder>({ _id }, { projection: SHOWN_FIELDS });
}
