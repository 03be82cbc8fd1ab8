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
  version: number;
  ticket: Pick<Ticket, 'id' | 'title' | 'price'>;
}

export interface Page<T> {
  items: T[];
  /** The start of the next page; absent on the last page. */
  cursor?: string;
}
