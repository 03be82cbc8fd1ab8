export type { Answer } from './answer.js';
export { connectToBus, tap } from './bus.js';
export { type Database, databaseOf } from './database.js';
export { CARDS, confirmCard, type IntentBody, type PaymentBody, type PaymentsConfig } from './paying.js';
export { print } from './print.js';
export { known, reservedOnce } from './reservations.js';
export { RunningSystem } from './running-system.js';
export { replicatedFields } from './stored-ticket.js';
export { aTicket, type Listing, type OrderBody, type TicketBody, Visitor } from './visitor.js';
