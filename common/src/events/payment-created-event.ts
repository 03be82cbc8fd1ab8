import { z } from 'zod';
import { amount, currency, ofPayment, stripeId } from './fields.js';
import type { Subjects } from './subjects.js';

export const paymentCreatedSchema = z.object({ ...ofPayment, stripeId, amount, currency });

/** The money for an order has been taken. The payments service publishes it. */
export interface PaymentCreatedEvent {
  subject: Subjects.PaymentCreated;
  data: z.infer<typeof paymentCreatedSchema>;
}
