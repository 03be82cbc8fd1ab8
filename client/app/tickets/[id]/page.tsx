import type { Metadata } from 'next';
import { Live } from '@/components/live';
import { ServiceDown } from '@/components/service-down';
import { TicketOffer } from '@/components/ticket-offer';
import { currentUser } from '@/lib/api';
import { digest } from '@/lib/digest';
import { load } from '@/lib/load';
import { formatPrice } from '@/lib/money';
import { ticketOfRequest } from '@/lib/of-request';
import type { ItemPageProps } from '@/lib/page-props';
import { visitorLocale } from '@/lib/visitor';

export async function generateMetadata({ params }: ItemPageProps): Promise<Metadata> {
  const ticket = await ticketOfRequest((await params).id);
  return ticket.ok ? { title: ticket.value.title } : {};
}

export default async function TicketPage({ params }: ItemPageProps) {
  const { id } = await params;
  const path = `/tickets/${id}`;
  const ticket = await load(await ticketOfRequest(id), path);
  if (!ticket) return <ServiceDown path={path} />;
  return (
    <article className="narrow">
      <h1 className="ticket-title">{ticket.title}</h1>
      <p className="ticket-price">{formatPrice(ticket.price, await visitorLocale())}</p>
      <TicketOffer ticket={ticket} user={await currentUser()} />
      <Live url={`/live/tickets/${ticket.id}`} seen={digest(ticket)} />
    </article>
  );
}
