import { z } from 'zod';
import { hold, id, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const orderCancelledSchema = z.object({ id, version, ticket: z.object({ id, hold }), traceparent });

/** An order was given up or ran out of time. Published by orders. */
export interface OrderCancelledEvent {
  subject: Subjects.OrderCancelled;
  data: z.infer<typeof orderCancelledSchema>;
}
