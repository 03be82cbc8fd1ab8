import { NotAuthorizedError, NotFoundError } from '@ticketing/common/errors';
import { requireAuth, signedIn } from '@ticketing/common/http';
import { isId } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Order } from '../models/order.js';
import { presentOrder, SHOWN } from './present-order.js';

export const showOrder = Router().get('/api/orders/:id', requireAuth, async (req, res) => {
  const { id } = req.params;
  const order = isId(id) ? await Order.findById(id).select(SHOWN).lean() : null;
  if (!order) throw new NotFoundError();
  if (order.userId !== signedIn(req).id) throw new NotAuthorizedError();
  res.json(presentOrder(order));
});
