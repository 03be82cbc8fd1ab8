import type { TicketUpdatedEvent } from '@ticketing/common/events';

/** The orders service's copy of a ticket: the whole state that the events of the ticket carry. */
export type TicketCopy = Omit<TicketUpdatedEvent['data'], 'traceparent'>;

/** A ticket as the tickets service has it. */
export interface TicketState extends TicketCopy {
  hold: number;
  /** The complete order. Absent while the ticket is not sold. */
  soldTo?: string;
  /** What the buyer has paid, in dollars. */
  soldFor?: number;
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
  cancelReason?: string;
  /** The payment that has claimed the order. */
  paymentId?: string;
  ticketId: string;
  /** The title and the price that the order recorded. */
  title: string;
  price: number;
  hold: number;
  version: number;
  /** How many events wait in its outbox. */
  outbox: number;
}

/** A payment as the payments service has it in its books. Amounts are cents. */
export interface PaymentState {
  id: string;
  orderId: string;
  userId: string;
  amount: number;
  goal: string;
  settled: boolean;
  /** How it ended: `paid`, `voided`, `failed` or `refunded`. */
  outcome?: string;
  /** The id of its PaymentIntent. */
  stripeId?: string;
  createdAt: number;
  /** When it last changed: for one that is settled the time of its end, unless somebody gave money back later. */
  changedAt: number;
  version: number;
  /** How many events wait in its outbox. */
  outbox: number;
}

/** A PaymentIntent as the bank has it. Amounts are cents. */
export interface IntentState {
  id: string;
  status: string;
  amount: number;
  received: number;
  /** Given back. */
  refunded: number;
  /** What payments told the bank of it. */
  metadata: { paymentId?: string; orderId?: string; userId?: string };
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
  payments: PaymentState[];
}

/** All that the system has stored in the end, everywhere. It is plain data, for the checker. */
export interface Snapshot extends Databases {
  takenAt: number;
  /** Every message of every channel, `dead-letter` too. */
  messages: BusMessage[];
  /** The ids of the orders that have a timer in Redis. */
  timers: string[];
  /** The PaymentIntents of the bank. */
  intents: IntentState[];
  /** The places outside the bank where a client secret or the number of a card was found. */
  secretsIn: string[];
  /** The documents that changed while it was taken; empty when the databases were at rest. */
  moved: string[];
}
