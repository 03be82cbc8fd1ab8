import {
  pageChecks,
  readPage,
  requireAuth,
  sendPage,
  signedIn,
  validateRequest,
} from '@ticketing/common/http';
import { Router } from 'express';
import { Order } from '../models/order.js';
import { presentOrder, SHOWN } from './present-order.js';

export const listOrders = Router().get(
  '/api/orders',
  requireAuth,
  validateRequest(...pageChecks()),
  async (req, res) => {
    const page = readPage(req);
    const orders = await Order.find({
      userId: signedIn(req).id,
      ...(page.before ? { _id: { $lt: page.before } } : {}),
    })
      .select(SHOWN)
      .sort({ _id: -1 })
      .limit(page.limit + 1)
      .lean();
    sendPage(req, res, page, orders, presentOrder);
  },
);
