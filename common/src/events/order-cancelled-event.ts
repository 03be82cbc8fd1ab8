import { z } from 'zod';
import { hold, id, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const orderCancelledSchema = z.object({ id, version, ticket: z.object({ id, hold }), traceparent });

/**
 * The buyer cancelled an order, its time ran out, or its payment could not be taken. The orders service publishes it, and
 * publishes it again as the answer to `payment:authorised` of a cancelled order.
 */
export interface OrderCancelledEvent {
  subject: Subjects.OrderCancelled;
  data: z.infer<typeof orderCancelledSchema>;
}
