import type { Ticket } from '@/lib/api/types';
import { formatPrice } from '@/lib/money';
import * as words from '@/lib/words';
import { Link } from './link';
import type { Stub } from './stub-list';

/** Stubs of the seller's own tickets. Those that nobody has reserved can be edited. */
export function ticketStubs(tickets: readonly Ticket[], locale: string): Stub[] {
  return tickets.map(({ id, title, price, orderId }) => ({
    id,
    href: `/tickets/${id}`,
    title,
    price: formatPrice(price, locale),
    state: orderId ? 'held' : 'onSale',
    aside: !orderId && (
      <Link href={`/tickets/${id}/edit`}>
        {words.ticket.edit}
        <span className="visually-hidden">: {title}</span>
      </Link>
    ),
  }));
}
