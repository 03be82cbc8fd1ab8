import type { TicketUpdatedEvent } from '@ticketing/common/events';

/** The orders service's copy of a ticket: the whole state that the events of the ticket carry. */
export type TicketCopy = Omit<TicketUpdatedEvent['data'], 'traceparent'>;

/** A ticket as the tickets service has it. */
export interface TicketState extends TicketCopy {
  hold: number;
  /** How many events wait in its outbox. */
  outbox: number;
}

/** Times are milliseconds of the epoch. */
export interface OrderState {
  id: string;
  userId: string;
  status: string;
  expiresAt: number;
  /** Absent while the order is live. */
  cancelledAt?: number;
  ticketId: string;
  /** The title and the price that the order recorded. */
  title: string;
  price: number;
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
