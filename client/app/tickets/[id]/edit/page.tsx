import type { Metadata } from 'next';
import { ActionForm } from '@/components/action-form';
import { Link } from '@/components/link';
import { Message } from '@/components/message';
import { RefreshOnChange } from '@/components/refresh-on-change';
import { ServiceDown } from '@/components/service-down';
import { updateTicketAction } from '@/lib/actions/tickets';
import { currentUser, getTicket } from '@/lib/api';
import { fingerprint } from '@/lib/fingerprint';
import { pageData, toSignIn } from '@/lib/page-data';
import type { ItemPageProps } from '@/lib/page-props';
import { requestLocale } from '@/lib/request-locale';
import { ticketFields } from '@/lib/ticket-fields';
import * as words from '@/lib/words';

const { edit } = words;

export const metadata: Metadata = { title: edit.title };

export default async function EditTicketPage({ params }: ItemPageProps) {
  const { id } = await params;
  const path = `/tickets/${id}/edit`;
  const ticket = await pageData(await getTicket(id), path);
  const user = await currentUser();
  if (!ticket || user === undefined) return <ServiceDown path={path} />;
  if (user === null) return toSignIn(path);

  const back = <Link href={`/tickets/${ticket.id}`}>{edit.back}</Link>;
  const refresh = <RefreshOnChange url={`/live/tickets/${ticket.id}`} fingerprint={fingerprint(ticket)} />;
  if (ticket.userId !== user.id)
    return <Message title={edit.notYoursTitle} text={edit.notYoursText} children={back} />;
  if (ticket.orderId) {
    return (
      <Message title={edit.reservedTitle} text={edit.reservedText}>
        {back}
        {refresh}
      </Message>
    );
  }
  return (
    <div className="narrow">
      <h1>{edit.title}</h1>
      <ActionForm
        action={updateTicketAction.bind(null, ticket.id)}
        fields={ticketFields(ticket, await requestLocale())}
        submit={edit.submit}
      />
      <p className="actions">{back}</p>
    </div>
  );
}
