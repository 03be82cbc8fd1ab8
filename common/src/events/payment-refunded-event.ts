import { z } from 'zod';
import { amount, ofPayment, reason, stripeId } from './fields.js';
import type { Subjects } from './subjects.js';

export const paymentRefundedSchema = z.object({ ...ofPayment, amount, refundId: stripeId, reason });

/** Money that had been taken was given back. `id` is the payment. The payments service publishes it. */
export interface PaymentRefundedEvent {
  subject: Subjects.PaymentRefunded;
  data: z.infer<typeof paymentRefundedSchema>;
}
