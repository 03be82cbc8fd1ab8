import { z } from 'zod';
import { id, reservedTicket, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const orderCompletedSchema = z.object({
  id,
  version,
  userId: id,
  paymentId: id,
  ticket: reservedTicket,
  traceparent,
});

/**
 * An order is paid, so its ticket is sold. The orders service publishes it, and publishes it again as the answer to
 * `payment:authorised` of any payment of the order.
 */
export interface OrderCompletedEvent {
  subject: Subjects.OrderCompleted;
  data: z.infer<typeof orderCompletedSchema>;
}
