import type { z } from 'zod';
import { type AccountDeletedEvent, accountDeletedSchema } from './account-deleted-event.js';
import { type ExpirationCompleteEvent, expirationCompleteSchema } from './expiration-complete-event.js';
import { type OrderCancelledEvent, orderCancelledSchema } from './order-cancelled-event.js';
import { type OrderClaimedEvent, orderClaimedSchema } from './order-claimed-event.js';
import { type OrderCompletedEvent, orderCompletedSchema } from './order-completed-event.js';
import { type OrderCreatedEvent, orderCreatedSchema } from './order-created-event.js';
import { type PaymentAuthorisedEvent, paymentAuthorisedSchema } from './payment-authorised-event.js';
import { type PaymentCreatedEvent, paymentCreatedSchema } from './payment-created-event.js';
import { type PaymentFailedEvent, paymentFailedSchema } from './payment-failed-event.js';
import { type PaymentRefundedEvent, paymentRefundedSchema } from './payment-refunded-event.js';
import { type SessionEndedEvent, sessionEndedSchema } from './session-ended-event.js';
import { Subjects } from './subjects.js';
import { type TicketCreatedEvent, ticketCreatedSchema } from './ticket-created-event.js';
import { type TicketUpdatedEvent, ticketUpdatedSchema } from './ticket-updated-event.js';

/** The event of each subject. `Listener`, `Publisher` and the outbox take their types from this map. */
export interface EventMap {
  [Subjects.TicketCreated]: TicketCreatedEvent;
  [Subjects.TicketUpdated]: TicketUpdatedEvent;
  [Subjects.OrderCreated]: OrderCreatedEvent;
  [Subjects.OrderCancelled]: OrderCancelledEvent;
  [Subjects.OrderClaimed]: OrderClaimedEvent;
  [Subjects.OrderCompleted]: OrderCompletedEvent;
  [Subjects.ExpirationComplete]: ExpirationCompleteEvent;
  [Subjects.PaymentAuthorised]: PaymentAuthorisedEvent;
  [Subjects.PaymentCreated]: PaymentCreatedEvent;
  [Subjects.PaymentFailed]: PaymentFailedEvent;
  [Subjects.PaymentRefunded]: PaymentRefundedEvent;
  [Subjects.SessionEnded]: SessionEndedEvent;
  [Subjects.AccountDeleted]: AccountDeletedEvent;
}

export type EventData<S extends Subjects> = EventMap[S]['data'];

/** The schema of the data of each event. */
export const eventSchemas: { [S in Subjects]: z.ZodType<EventData<S>> } = {
  [Subjects.TicketCreated]: ticketCreatedSchema,
  [Subjects.TicketUpdated]: ticketUpdatedSchema,
  [Subjects.OrderCreated]: orderCreatedSchema,
  [Subjects.OrderCancelled]: orderCancelledSchema,
  [Subjects.OrderClaimed]: orderClaimedSchema,
  [Subjects.OrderCompleted]: orderCompletedSchema,
  [Subjects.ExpirationComplete]: expirationCompleteSchema,
  [Subjects.PaymentAuthorised]: paymentAuthorisedSchema,
  [Subjects.PaymentCreated]: paymentCreatedSchema,
  [Subjects.PaymentFailed]: paymentFailedSchema,
  [Subjects.PaymentRefunded]: paymentRefundedSchema,
  [Subjects.SessionEnded]: sessionEndedSchema,
  [Subjects.AccountDeleted]: accountDeletedSchema,
};

/**
 * Checks the data of an event field by field. Unknown fields are dropped, so that a publisher can add a field before
 * its listeners know it.
 * @throws {MalformedEventError} when fields are wrong; the error names each of them.
 */
export function parseEvent<S extends Subjects>(subject: S, data: unknown): EventData<S> {
  const result = eventSchemas[subject].safeParse(data);
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new MalformedEventError(subject, reasons);
}

/**
 * Reads the event in the body of a message.
 * @throws {MalformedEventError} when the body is not JSON in UTF-8, or not the event of the subject.
 */
export function parseEventBody<S extends Subjects>(subject: S, raw: Buffer): EventData<S> {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch (error) {
    throw new MalformedEventError(subject, [`body is not JSON in UTF-8 (${(error as Error).message})`]);
  }
  return parseEvent(subject, data);
}

/** The body of a message is not the event of its subject. Such a message can never be handled. */
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
