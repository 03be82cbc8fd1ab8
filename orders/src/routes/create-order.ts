import { requireAuth, signedIn, validateRequest } from '@ticketing/common/http';
import { isId } from '@ticketing/common/mongo';
import { Router } from 'express';
import { body, matchedData } from 'express-validator';
import { placeOrder } from '../use-cases/place-order.js';
import type { ReservationRules } from '../use-cases/wish.js';
import { presentOrder } from './present-order.js';
import { readSeen, seenChecks } from './seen-checks.js';

export const ticketIdCheck = body('ticketId').custom(isId).withMessage('ticketId must be the id of a ticket');

export function createOrder(rules: ReservationRules): Router {
  return Router().post(
    '/api/orders',
    requireAuth,
    validateRequest(ticketIdCheck, ...seenChecks),
    async (req, res) => {
      const { ticketId } = matchedData<{ ticketId: string }>(req, { locations: ['body'] });
      const wish = { ticketId: ticketId.toLowerCase(), userId: signedIn(req).id, seen: readSeen(req) };
      const { order, isNew } = await placeOrder(wish, rules);
      res.status(isNew ? 201 : 200).json(presentOrder(order));
    },
  );
}
