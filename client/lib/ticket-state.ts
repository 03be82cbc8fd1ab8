import type { Ticket } from './api/types';

/** The state of a ticket, as everybody sees it. */
export function ticketState({ sold, orderId }: Pick<Ticket, 'sold' | 'orderId'>): 'sold' | 'held' | 'onSale' {
  if (sold) return 'sold';
  return orderId ? 'held' : 'onSale';
}
