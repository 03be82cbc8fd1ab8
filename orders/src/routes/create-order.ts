import { requireAuth, signedIn, validateRequest } from '@ticketing/common/http';
import { isId } from '@ticketing/common/mongo';
import { Router } from 'express';
import { body, matchedData } from 'express-validator';
import { placeOrder } from '../use-cases/place-order.js';
import { presentOrder } from './present-order.js';

const ticketIdCheck = body('ticketId').custom(isId).withMessage('ticketId must be the id of a ticket');

export function createOrder(windowSeconds: number): Router {
  return Router().post('/api/orders', requireAuth, validateRequest(ticketIdCheck), async (req, res) => {
    const { ticketId } = matchedData<{ ticketId: string }>(req, { locations: ['body'] });
    const order = await placeOrder(ticketId.toLowerCase(), signedIn(req).id, windowSeconds);
    res.status(201).json(presentOrder(order));
  });
}
