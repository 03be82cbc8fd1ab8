import type { TicketInput } from './api/types';
import { formatPrice } from './money';
import * as words from './words';

/** What a ticket is and costs, in words. */
export function offerText({ title, price }: TicketInput, locale: string): string {
  return words.ticket.offer(title, formatPrice(price, locale));
}
