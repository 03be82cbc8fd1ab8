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
  /** The order that holds it; absent while it is on sale. */
  orderId?: string;
}

export interface Order {
  id: string;
  userId: string;
  status: 'created' | 'cancelled' | 'awaiting:payment' | 'complete';
  /** ISO date. */
  expiresAt: string;
  version: number;
  ticket: Pick<Ticket, 'id' | 'title' | 'price'>;
}

export interface Page<T> {
  items: T[];
  /** Where the next page begins; absent on the last one. */
  cursor?: string;
}
