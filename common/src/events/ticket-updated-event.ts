import type { z } from 'zod';
import { id } from './fields.js';
import type { Subjects } from './subjects.js';
import { ticketCreatedSchema } from './ticket-created-event.js';

export const ticketUpdatedSchema = ticketCreatedSchema.extend({
  /** The order that holds the ticket. It is absent while the ticket is on sale. */
  orderId: id.optional(),
});

/** A ticket was edited, reserved or released. The tickets service publishes it, with the whole state of the ticket. */
export interface TicketUpdatedEvent {
  subject: Subjects.TicketUpdated;
  data: z.infer<typeof ticketUpdatedSchema>;
}
