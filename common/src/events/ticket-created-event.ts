import { z } from 'zod';
import { id, price, title, traceparent, version } from './fields.js';
import type { Subjects } from './subjects.js';

export const ticketCreatedSchema = z.object({
  id,
  version,
  title,
  price,
  userId: id,
  traceparent,
});

/** A seller put a ticket on sale. The tickets service publishes it. */
export interface TicketCreatedEvent {
  subject: Subjects.TicketCreated;
  data: z.infer<typeof ticketCreatedSchema>;
}
