import { useCase } from '@ticketing/common/telemetry';
import { idOf } from '../models/payment.js';
import { statusOf } from '../models/payment-status.js';
import type { Reconciled } from '../reconcile/reconciler.js';
import type { BuyerLooks } from './buyer-looks.js';
import { ProviderAwayError } from './provider-away-error.js';
import { startPayment } from './start-payment.js';

/**
 * Begins to pay an order, or goes on with it, until the buyer can confirm a card. A payment for which the buyer has
 * nothing to do any more is returned as it is in the books.
 * @throws {HttpError} like `startPayment` and `BuyerLooks.look`.
 */
export const openPayment = useCase(
  'open payment',
  async (orderId: string, userId: string, looks: BuyerLooks): Promise<Reconciled & { isNew: boolean }> => {
    const { payment, isNew } = await startPayment(orderId, userId);
    if (statusOf(payment) !== 'open') return { payment, intent: null, isNew };
    const looked = await looks.look(idOf(payment));
    if (statusOf(looked.payment) === 'open' && !looked.intent) throw new ProviderAwayError();
    return { ...looked, isNew };
  },
);
