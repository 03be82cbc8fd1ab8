/** All subjects of the system. On NATS Streaming a subject is also the name of its channel. */
export enum Subjects {
  TicketCreated = 'ticket:created',
  TicketUpdated = 'ticket:updated',
  OrderCreated = 'order:created',
  OrderCancelled = 'order:cancelled',
  OrderClaimed = 'order:claimed',
  OrderCompleted = 'order:completed',
  ExpirationComplete = 'expiration:complete',
  PaymentAuthorised = 'payment:authorised',
  PaymentCreated = 'payment:created',
  PaymentFailed = 'payment:failed',
  PaymentRefunded = 'payment:refunded',
  SessionEnded = 'session:ended',
  AccountDeleted = 'account:deleted',
}

/** The channel for messages that no listener could handle. */
export const DEAD_LETTER_CHANNEL = 'dead-letter';

/** The channel that says which of those messages were put back. */
export const REPLAYED_CHANNEL = 'dead-letter-replayed';
