import { requireAuth, signedIn, validateRequest } from '@ticketing/common/http';
import { isId } from '@ticketing/common/mongo';
import { Router } from 'express';
import { matchedData, query } from 'express-validator';
import { Payment } from '../models/payment.js';
import { presentPayment } from './present-payment.js';

export const orderIdCheck = query('orderId').custom(isId).withMessage('orderId must be the id of an order');

/** The caller's payments of an order, newest first. An order has few. */
export const listPayments = Router().get(
  '/api/payments',
  requireAuth,
  validateRequest(orderIdCheck),
  async (req, res) => {
    const { orderId } = matchedData<{ orderId: string }>(req, { locations: ['query'] });
    const payments = await Payment.find({ orderId: orderId.toLowerCase(), userId: signedIn(req).id })
      .sort({ attempt: -1 })
      .limit(100)
      .lean();
    res.json(payments.map((payment) => presentPayment(payment)));
  },
);
