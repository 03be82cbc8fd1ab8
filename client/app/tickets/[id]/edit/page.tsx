import { priceProblem } from '@ticketing/common/money';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ActionForm } from '@/components/action-form';
import { Link } from '@/components/link';
import { Message } from '@/components/message';
import { RefreshOnChange } from '@/components/refresh-on-change';
import { ServiceDown } from '@/components/service-down';
import { updateTicketAction } from '@/lib/actions/tickets';
import { currentUser, getTicket } from '@/lib/api';
import type { Ticket, User } from '@/lib/api/types';
import { fingerprint } from '@/lib/fingerprint';
import { seenField } from '@/lib/hidden-fields';
import { pageData, toSignIn } from '@/lib/page-data';
import type { ItemPageProps } from '@/lib/page-props';
import { requestLocale } from '@/lib/request-locale';
import { ticketFields } from '@/lib/ticket-fields';
import { typedBefore } from '@/lib/typed-before';
import * as words from '@/lib/words';

const { edit } = words;

export const metadata: Metadata = { title: edit.title };

export default async function EditTicketPage({ params }: ItemPageProps) {
  const { id } = await params;
  const path = `/tickets/${id}/edit`;
  const result = await getTicket(id);
  const ticket = await pageData(result, path);
  const user = await currentUser();
  if (user === null) return toSignIn(path);
  return (
    <div className="narrow">
      <ActionForm
        action={updateTicketAction}
        fields={ticketFields(ticket, await requestLocale())}
        hidden={ticket && { id, tag: ticket.tag ?? '', ...seenField(ticket) }}
        draft={await typedBefore(path, user)}
        submit={edit.submit}
        noAnswer={edit.noAnswer}
        otherwise={insteadOfForm(ticket, user, <ServiceDown path={path} result={result} />)}
      >
        <h1>{edit.title}</h1>
        {ticket && priceProblem(ticket.price) && <p className="lead">{edit.notPayable}</p>}
      </ActionForm>
      <p className="actions">
        <Link href={`/tickets/${id}`}>{edit.back}</Link>
      </p>
    </div>
  );
}

/** Stands in place of the form if this visitor cannot edit the ticket now. */
function insteadOfForm(ticket: Ticket | undefined, user: User | undefined, down: ReactNode): ReactNode {
  if (!ticket || !user) return down;
  if (ticket.userId !== user.id) return <Message title={edit.notYoursTitle} text={edit.notYoursText} />;
  if (ticket.sold) return <Message title={edit.soldTitle} text={edit.soldText} />;
  if (!ticket.orderId) return undefined;
  return (
    <>
      <Message title={edit.reservedTitle} text={edit.reservedText} />
      <RefreshOnChange url={`/live/tickets/${ticket.id}`} fingerprint={fingerprint(ticket)} />
    </>
  );
}
