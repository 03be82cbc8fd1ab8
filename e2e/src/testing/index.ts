export { connectToBus, tap } from './bus.js';
export { type Database, databaseOf } from './database.js';
export { print } from './print.js';
export { known, reservedOnce } from './reservations.js';
export { RunningSystem } from './running-system.js';
export { replicatedFields } from './stored-ticket.js';
export { type Answer, aTicket, type Listing, type OrderBody, type TicketBody, Visitor } from './visitor.js';
