/** A ticket as the tickets service has it. Times are milliseconds of the epoch. */
export interface TicketState {
  id: string;
  title: string;
  price: number;
  userId: string;
  orderId?: string;
  hold: number;
  version: number;
  /** How many events wait in it. */
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
  outbox: number;
}

/** A message as the bus keeps it. */
export interface BusMessage {
  channel: string;
  sequence: number;
  /** When the bus stored it. */
  at: number;
  body: string;
}

export interface Databases {
  tickets: TicketState[];
  copies: TicketCopy[];
  orders: OrderState[];
}

/** What is there in the end, everywhere. Plain data, to be judged. */
export interface Snapshot extends Databases {
  takenAt: number;
  /** Every message of every channel, `dead-letter` too. */
  messages: BusMessage[];
  /** Orders that have a timer in Redis. */
  timers: string[];
}
