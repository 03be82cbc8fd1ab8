import { z } from 'zod';
import { id, instant, reservedTicket, traceparent, version } from './fields.js';
import { OrderStatus } from './order-status.js';
import type { Subjects } from './subjects.js';

export const orderCreatedSchema = z.object({
  id,
  version,
  status: z.enum(OrderStatus),
  userId: id,
  expiresAt: instant,
  ticket: reservedTicket,
  traceparent,
});

/** A buyer reserved a ticket. The orders service publishes it. */
export interface OrderCreatedEvent {
  subject: Subjects.OrderCreated;
  data: z.infer<typeof orderCreatedSchema>;
}
