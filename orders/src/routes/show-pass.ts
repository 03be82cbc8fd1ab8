import { BadRequestError } from '@ticketing/common/errors';
import { OrderStatus } from '@ticketing/common/events';
import { requireAuth } from '@ticketing/common/http';
import { Router } from 'express';
import { issuePass } from '../pass/pass.js';
import type { PassKeys } from '../pass/pass-keys.js';
import { findOwnOrder } from './find-own-order.js';
import { presentOrder } from './present-order.js';

/** The pass of an order, which its buyer shows at the door. */
export function showPass(keys: PassKeys): Router {
  return Router().get('/api/orders/:id/pass', requireAuth, async (req, res) => {
    const order = await findOwnOrder(req);
    const { refund } = presentOrder(order);
    if (order.status !== OrderStatus.Complete) {
      throw new BadRequestError('This order is not complete, so it has no pass');
    }
    if (refund) throw new BadRequestError('This order was refunded, so it has no pass any more');
    res.json({ token: await issuePass(keys, order) });
  });
}
