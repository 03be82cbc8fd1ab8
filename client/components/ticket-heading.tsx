import type { Ticket } from '@/lib/api/types';
import { formatPrice } from '@/lib/money';

interface Props {
  ticket: Pick<Ticket, 'title' | 'price'>;
  locale: string;
}

/** The heading of the page of a ticket or an order. */
export function TicketHeading({ ticket, locale }: Props) {
  return (
    <>
      <h1 className="ticket-title" dir="auto">
        {ticket.title}
      </h1>
      <p className="ticket-price">{formatPrice(ticket.price, locale)}</p>
    </>
  );
}
