import { z } from 'zod';
import { id, reservedTicket, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const orderClaimedSchema = z.object({
  id,
  version,
  paymentId: id,
  ticket: reservedTicket,
  traceparent,
});

/**
 * A payment has claimed an order: the order no longer expires, and waits until this payment is taken or has failed. The
 * orders service publishes it, and publishes it again as the answer to `payment:authorised` of any payment of the order.
 */
export interface OrderClaimedEvent {
  subject: Subjects.OrderClaimed;
  data: z.infer<typeof orderClaimedSchema>;
}
