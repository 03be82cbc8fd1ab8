import {
  beforeIn,
  pageChecks,
  readPage,
  requireAuth,
  sendPage,
  signedIn,
  validateRequest,
} from '@ticketing/common/http';
import { plainDocuments } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Order, type OrderFields } from '../models/order.js';
import { presentOrder, type PresentableOrder, SHOWN_FIELDS } from './present-order.js';

export const listOrders = Router().get(
  '/api/orders',
  requireAuth,
  validateRequest(...pageChecks()),
  async (req, res) => {
    const page = readPage(req);
    const orders = await plainDocuments<OrderFields>(Order)
      .find({ userId: signedIn(req).id, ...beforeIn(page) })
      .project<PresentableOrder>(SHOWN_FIELDS)
      .sort({ _id: -1 })
      .limit(page.limit + 1)
      .toArray();
    sendPage(req, res, page, orders, presentOrder);
  },
);
