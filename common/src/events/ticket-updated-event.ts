import { z } from 'zod';
import { id } from './fields.js';
import type { Subjects } from './subjects.js';
import { ticketCreatedSchema } from './ticket-created-event.js';

export const ticketUpdatedSchema = ticketCreatedSchema.extend({
  /** The order that holds the ticket. It is absent while the ticket is on sale. */
  orderId: id.optional(),
  /** Whether that order is complete, so that the ticket is sold for good. It is absent while the ticket is not sold. */
  sold: z.boolean().optional(),
  /** Whether its seller is gone. An order that holds it may still be completed, and no other is placed. */
  withdrawn: z.boolean().optional(),
});

/** A ticket was edited, reserved, released, sold or withdrawn. The tickets service publishes it, with the whole state of the ticket. */
export interface TicketUpdatedEvent {
  subject: Subjects.TicketUpdated;
  data: z.infer<typeof ticketUpdatedSchema>;
}
