import { z } from 'zod';
import { hold, id, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const orderCancelledSchema = z.object({ id, version, ticket: z.object({ id, hold }), traceparent });

/** The buyer cancelled an order, or its time ran out. The orders service publishes it. */
export interface OrderCancelledEvent {
  subject: Subjects.OrderCancelled;
  data: z.infer<typeof orderCancelledSchema>;
}
