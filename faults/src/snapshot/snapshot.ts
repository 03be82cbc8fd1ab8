/** A ticket as the tickets service has it. Times are milliseconds of the epoch. */
export interface TicketState {
  id: string;
  title: string;
  price: number;
  userId: string;
  orderId?: string;
  hold: number;
  version: number;
  /** How many events wait in its outbox. */
  outbox: number;
}

/** The orders service's copy of a ticket. */
export type TicketCopy = Omit<TicketState, 'hold' | 'outbox'>;

export interface OrderState {
  id: string;
  userId: string;
  status: string;
  expiresAt: number;
  ticketId: string;
  hold: number;
  version: number;
  /** How many events wait in its outbox. */
  outbox: number;
}

/** A message as the bus keeps it. */
export interface BusMessage {
  channel: string;
  sequence: number;
  /** The time at which the bus stored it. */
  at: number;
  body: string;
}

export interface Databases {
  tickets: TicketState[];
  copies: TicketCopy[];
  orders: OrderState[];
}

/** All that the system has stored in the end, everywhere. It is plain data, for the checker. */
export interface Snapshot extends Databases {
  takenAt: number;
  /** Every message of every channel, `dead-letter` too. */
  messages: BusMessage[];
  /** The ids of the orders that have a timer in Redis. */
  timers: string[];
}
