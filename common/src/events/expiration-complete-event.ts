import { z } from 'zod';
import { id, traceparent } from './fields.js';
import type { Subjects } from './subjects.js';

export const expirationCompleteSchema = z.object({ orderId: id, traceparent });

/** The time of an order's reservation is over. The expiration service publishes it. */
export interface ExpirationCompleteEvent {
  subject: Subjects.ExpirationComplete;
  data: z.infer<typeof expirationCompleteSchema>;
}
