import { z } from 'zod';
import { amount, currency, ofPayment } from './fields.js';
import type { Subjects } from './subjects.js';

export const paymentAuthorisedSchema = z.object({ ...ofPayment, amount, currency });

/**
 * The money for an order is reserved on the buyer's card, and may be taken if the order still stands. The payments service
 * publishes it. The orders service answers with the state of the order: claimed, cancelled or completed.
 */
export interface PaymentAuthorisedEvent {
  subject: Subjects.PaymentAuthorised;
  data: z.infer<typeof paymentAuthorisedSchema>;
}
