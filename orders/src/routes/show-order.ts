import { requireAuth } from '@ticketing/common/http';
import { Router } from 'express';
import { findOwnOrder } from './find-own-order.js';
import { presentOrder } from './present-order.js';

export const showOrder = Router().get('/api/orders/:id', requireAuth, async (req, res) => {
  res.json(presentOrder(await findOwnOrder(req)));
});
