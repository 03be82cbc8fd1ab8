import type { TicketSnapshot } from '../models/order.js';

/** A person who wants to reserve a ticket. */
export interface Wish {
  ticketId: string;
  /** The buyer. */
  userId: string;
  /** The title and the price that the buyer saw. Without it, the buyer takes the ticket as it is. */
  seen?: Pick<TicketSnapshot, 'title' | 'price'> | undefined;
}

export interface ReservationRules {
  /** An order reserves its ticket for this many seconds. */
  windowSeconds: number;
  /** An account may have this many live orders. */
  perAccount: number;
}
