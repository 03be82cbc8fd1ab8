import type { Ticket } from '@/lib/api/types';
import * as words from '@/lib/words';
import { Link } from './link';
import type { Stub } from './stub-list';
import { offerOf } from './stub-offer';

/** Stubs of the seller's own tickets. Those that nobody has reserved can be edited. */
export function ticketStubs(tickets: readonly Ticket[], locale: string): Stub[] {
  return tickets.map((ticket) => ({
    id: ticket.id,
    href: `/tickets/${ticket.id}`,
    ...offerOf(ticket, locale),
    state: ticket.orderId ? 'held' : 'onSale',
    aside: !ticket.orderId && (
      <Link href={`/tickets/${ticket.id}/edit`}>
        {words.ticket.edit}
        <span className="visually-hidden">
          : <bdi>{ticket.title}</bdi>
        </span>
      </Link>
    ),
  }));
}
