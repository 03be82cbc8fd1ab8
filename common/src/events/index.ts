export { type EventData, parseEvent } from './event-map.js';
export type { ExpirationCompleteEvent } from './expiration-complete-event.js';
export type { OrderCancelledEvent } from './order-cancelled-event.js';
export type { OrderCreatedEvent } from './order-created-event.js';
export { EXPIRING_STATUSES, OrderStatus } from './order-status.js';
export { DEAD_LETTER_CHANNEL, REPLAYED_CHANNEL, Subjects } from './subjects.js';
export type { TicketCreatedEvent } from './ticket-created-event.js';
export type { TicketUpdatedEvent } from './ticket-updated-event.js';
