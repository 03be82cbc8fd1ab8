import { NotAuthorizedError, NotFoundError } from '@ticketing/common/errors';
import { requireAuth, signedIn } from '@ticketing/common/http';
import { isId, retryOnConflict } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Order } from '../models/order.js';

export const cancelOrder = Router().delete('/api/orders/:id', requireAuth, async (req, res) => {
  const { id } = req.params;
  if (!isId(id)) throw new NotFoundError();
  await retryOnConflict(async () => {
    const order = await Order.findById(id);
    if (!order) throw new NotFoundError();
    if (order.userId !== signedIn(req).id) throw new NotAuthorizedError();
    if (order.cancel()) await order.save();
  });
  res.status(204).end();
});
