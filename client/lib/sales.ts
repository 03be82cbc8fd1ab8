import { toCents } from '@ticketing/common/money';
import type { Ticket } from './api/types';

/** How many of the tickets are sold, and for how many dollars in all. */
export function sales(tickets: readonly Pick<Ticket, 'sold' | 'soldFor'>[]): {
  count: number;
  total: number;
} {
  const sold = tickets.filter((ticket) => ticket.sold);
  // whole cents have no errors of rounding
  const cents = sold.reduce((sum, { soldFor = 0 }) => sum + toCents(soldFor), 0);
  return { count: sold.length, total: cents / 100 };
}
