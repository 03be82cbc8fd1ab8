import { z } from 'zod';
import { id, price, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const ticketUpdatedSchema = z.object({
  id,
  version,
  title: z.string(),
  price,
  userId: id,
  /** The order that holds the ticket. It is absent while the ticket is on sale. */
  orderId: id.optional(),
  traceparent,
});

/** A ticket was edited, reserved or released. The tickets service publishes it, with the whole state of the ticket. */
export interface TicketUpdatedEvent {
  subject: Subjects.TicketUpdated;
  data: z.infer<typeof ticketUpdatedSchema>;
}
