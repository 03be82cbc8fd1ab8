import { z } from 'zod';
import { ofPayment, reason } from './fields.js';
import type { Subjects } from './subjects.js';

export const paymentFailedSchema = z.object({ ...ofPayment, reason });

/** A payment has ended, and no money was taken. The payments service publishes it. */
export interface PaymentFailedEvent {
  subject: Subjects.PaymentFailed;
  data: z.infer<typeof paymentFailedSchema>;
}
