import type { z } from 'zod';
import { type ExpirationCompleteEvent, expirationCompleteSchema } from './expiration-complete-event.js';
import { type OrderCancelledEvent, orderCancelledSchema } from './order-cancelled-event.js';
import { type OrderCreatedEvent, orderCreatedSchema } from './order-created-event.js';
import { Subjects } from './subjects.js';
import { type TicketCreatedEvent, ticketCreatedSchema } from './ticket-created-event.js';
import { type TicketUpdatedEvent, ticketUpdatedSchema } from './ticket-updated-event.js';

/** From a subject to its event: `Listener`, `Publisher` and the outbox take their types from here. */
export interface EventMap {
  [Subjects.TicketCreated]: TicketCreatedEvent;
  [Subjects.TicketUpdated]: TicketUpdatedEvent;
  [Subjects.OrderCreated]: OrderCreatedEvent;
  [Subjects.OrderCancelled]: OrderCancelledEvent;
  [Subjects.ExpirationComplete]: ExpirationCompleteEvent;
}

export type EventData<S extends Subjects> = EventMap[S]['data'];

const schemas: { [S in Subjects]: z.ZodType<EventData<S>> } = {
  [Subjects.TicketCreated]: ticketCreatedSchema,
  [Subjects.TicketUpdated]: ticketUpdatedSchema,
  [Subjects.OrderCreated]: orderCreatedSchema,
  [Subjects.OrderCancelled]: orderCancelledSchema,
  [Subjects.ExpirationComplete]: expirationCompleteSchema,
};

/**
 * The data of an event, checked field by field. Fields the event does not have are dropped, so that a publisher can
 * add one before its listeners know it.
 * @throws {MalformedEventError} naming each field that is wrong.
 */
export function parseEvent<S extends Subjects>(subject: S, data: unknown): EventData<S> {
  const result = schemas[subject].safeParse(data);
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new MalformedEventError(subject, reasons);
}

/** A message whose body is not the event its subject promises. It can never be handled. */
export class MalformedEventError extends Error {
  readonly code = 'MALFORMED_EVENT';

  constructor(
    readonly subject: string,
    readonly reasons: readonly string[],
  ) {
    super(`not a ${subject} event: ${reasons.join('; ')}`);
    this.name = 'MalformedEventError';
  }
}
