import { requireAuth, signedIn, validateRequest } from '@ticketing/common/http';
import { isId } from '@ticketing/common/mongo';
import { Router } from 'express';
import { body, matchedData } from 'express-validator';
import type { BuyerLooks } from '../use-cases/buyer-looks.js';
import { openPayment } from '../use-cases/open-payment.js';
import { presentPayment } from './present-payment.js';

export const orderIdCheck = body('orderId').custom(isId).withMessage('orderId must be the id of an order');

export function createPayment(looks: BuyerLooks): Router {
  return Router().post('/api/payments', requireAuth, validateRequest(orderIdCheck), async (req, res) => {
    const { orderId } = matchedData<{ orderId: string }>(req, { locations: ['body'] });
    const { payment, intent, isNew } = await openPayment(orderId.toLowerCase(), signedIn(req).id, looks);
    res.status(isNew ? 201 : 200).json(presentPayment(payment, intent));
  });
}
