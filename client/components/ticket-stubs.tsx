import type { ReactNode } from 'react';
import type { Ticket } from '@/lib/api/types';
import { formatPrice } from '@/lib/money';
import { ticketState } from '@/lib/ticket-state';
import * as words from '@/lib/words';
import { Link } from './link';
import type { Stub } from './stub-list';
import { offerOf } from './stub-offer';

/** Stubs of the seller's own tickets. Those that nobody has reserved can be edited; the sold ones say for how much. */
export function ticketStubs(tickets: readonly Ticket[], locale: string): Stub[] {
  return tickets.map((ticket) => ({
    id: ticket.id,
    href: `/tickets/${ticket.id}`,
    ...offerOf(ticket, locale),
    state: ticketState(ticket),
    aside: asideOf(ticket, locale),
  }));
}

function asideOf(ticket: Ticket, locale: string): ReactNode {
  switch (ticketState(ticket)) {
    case 'sold':
      return words.mine.soldFor(formatPrice(ticket.soldFor ?? ticket.price, locale));
    case 'held':
      return undefined;
    case 'onSale':
      return (
        <Link href={`/tickets/${ticket.id}/edit`}>
          {words.ticket.edit}
          <span className="visually-hidden">
            : <bdi>{ticket.title}</bdi>
          </span>
        </Link>
      );
  }
}
