import type { Metadata } from 'next';
import { RefreshOnChange } from '@/components/refresh-on-change';
import { ServiceDown } from '@/components/service-down';
import { TicketHeading } from '@/components/ticket-heading';
import { TicketOffer } from '@/components/ticket-offer';
import { currentUser, getTicket } from '@/lib/api';
import { fingerprint } from '@/lib/fingerprint';
import { isolated } from '@/lib/isolated';
import { pageData } from '@/lib/page-data';
import type { ItemPageProps } from '@/lib/page-props';
import { requestLocale } from '@/lib/request-locale';

export async function generateMetadata({ params }: ItemPageProps): Promise<Metadata> {
  const ticket = await getTicket((await params).id);
  return ticket.ok ? { title: isolated(ticket.value.title) } : {};
}

export default async function TicketPage({ params }: ItemPageProps) {
  const { id } = await params;
  const path = `/tickets/${id}`;
  const result = await getTicket(id);
  const ticket = await pageData(result, path);
  if (!ticket) return <ServiceDown path={path} result={result} />;
  const locale = await requestLocale();
  return (
    <article className="narrow">
      <TicketHeading ticket={ticket} locale={locale} />
      <TicketOffer ticket={ticket} user={await currentUser()} locale={locale} />
      <RefreshOnChange url={`/live/tickets/${ticket.id}`} fingerprint={fingerprint(ticket)} />
    </article>
  );
}
