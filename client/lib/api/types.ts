export interface User {
  id: string;
  email: string;
}

export interface Ticket {
  id: string;
  title: string;
  /** In dollars. */
  price: number;
  userId: string;
  version: number;
  /** The id of the order that holds the ticket; absent while the ticket is on sale. */
  orderId?: string;
  /** Whether somebody has paid for it. It is never on sale again. */
  sold?: boolean;
  /** What its buyer paid, in dollars. Only a sold ticket has it. */
  soldFor?: number;
  /** Stands for the title and the price. Only the answer to a request for one ticket has it. */
  tag?: string;
}

/** The fields of a ticket that its seller writes. */
export type TicketInput = Pick<Ticket, 'title' | 'price'>;

export interface Order {
  id: string;
  userId: string;
  status: 'created' | 'cancelled' | 'awaiting:payment' | 'complete';
  /** ISO date. */
  expiresAt: string;
  /** ISO date; absent if the order is not cancelled, or was cancelled before orders noted it. */
  cancelledAt?: string;
  /** Who or what ended the order; absent if it is not cancelled, or was cancelled before orders noted it. */
  cancelReason?: 'buyer' | 'expired' | 'payment-failed';
  /** ISO date; only a complete order has it. */
  completedAt?: string;
  /** The payment for which the order waits, or with which it was bought. */
  paymentId?: string;
  /** What was given back, in cents. */
  refund?: { amount: number; refundId: string };
  version: number;
  ticket: Pick<Ticket, 'id' | 'title' | 'price'>;
}

/** What its buyer shows at the door: a signed text. */
export interface Pass {
  token: string;
}

export interface Payment {
  id: string;
  orderId: string;
  /**
   * - `open`: the buyer has to confirm the card.
   * - `authorised`: the money is reserved on the card, and the order is being asked.
   * - `capturing`: the order waits for this payment, and the money is being taken.
   * - `voided`: it was given up before any money was taken. `failed`: the money could not be taken.
   */
  status: 'open' | 'authorised' | 'capturing' | 'paid' | 'voided' | 'failed' | 'refunding' | 'refunded';
  /** In cents. */
  amount: number;
  /** Lets the buyer's browser confirm the card. Only an open payment has it. It must not get into a URL of this site or a log. */
  clientSecret?: string;
}

/** How a browser reaches the card form. */
export interface PaymentsConfig {
  publishableKey: string;
  scriptUrl: string;
  apiUrl: string;
  /** Whether a stand-in takes the place of Stripe, so that no money moves. */
  standIn: boolean;
}

export interface Page<T> {
  items: T[];
  /** The start of the next page; absent on the last page. */
  cursor?: string;
}
