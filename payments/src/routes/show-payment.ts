import { NotAuthorizedError, NotFoundError } from '@ticketing/common/errors';
import { requireAuth, signedIn } from '@ticketing/common/http';
import { isId } from '@ticketing/common/mongo';
import { type Request, Router } from 'express';
import { idOf, Payment } from '../models/payment.js';
import type { BuyerLooks } from '../use-cases/buyer-looks.js';
import { presentPayment } from './present-payment.js';

/** Shows a payment. With `?refresh` it is looked at first. When Stripe is away, the answer is what was known before. */
export function showPayment(looks: BuyerLooks): Router {
  return Router().get('/api/payments/:id', requireAuth, async (req, res) => {
    const { id } = req.params;
    const payment = isId(id) ? await Payment.findById(id) : null;
    if (!payment) throw new NotFoundError();
    if (payment.userId !== signedIn(req).id) throw new NotAuthorizedError();
    const looked = wantsRefresh(req) && !payment.settled ? await looks.tryToLook(idOf(payment)) : null;
    res.json(looked ? presentPayment(looked.payment, looked.intent) : presentPayment(payment));
  });
}

function wantsRefresh({ query: { refresh } }: Request): boolean {
  return refresh === '' || refresh === 'true';
}
