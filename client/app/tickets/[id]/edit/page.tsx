import type { Metadata } from 'next';
import { ActionForm } from '@/components/action-form';
import { Link } from '@/components/link';
import { Live } from '@/components/live';
import { Message } from '@/components/message';
import { ServiceDown } from '@/components/service-down';
import { updateTicketAction } from '@/lib/actions/tickets';
import { currentUser } from '@/lib/api';
import { digest } from '@/lib/digest';
import { load, toSignIn } from '@/lib/load';
import { ticketOfRequest } from '@/lib/of-request';
import type { ItemPageProps } from '@/lib/page-props';
import { ticketFields } from '@/lib/ticket-fields';
import { words } from '@/lib/words';

const { edit, form } = words;

export const metadata: Metadata = { title: edit.title };

export default async function EditTicketPage({ params }: ItemPageProps) {
  const { id } = await params;
  const path = `/tickets/${id}/edit`;
  const ticket = await load(await ticketOfRequest(id), path);
  const user = await currentUser();
  if (!ticket || user === undefined) return <ServiceDown path={path} />;
  if (user === null) return toSignIn(path);

  const back = <Link href={`/tickets/${ticket.id}`}>{edit.back}</Link>;
  const live = <Live url={`/live/tickets/${ticket.id}`} seen={digest(ticket)} />;
  if (ticket.userId !== user.id)
    return <Message title={edit.notYoursTitle} text={edit.notYoursText} children={back} />;
  if (ticket.orderId) {
    return (
      <Message title={edit.reservedTitle} text={edit.reservedText}>
        {back}
        {live}
      </Message>
    );
  }
  return (
    <div className="narrow">
      <h1>{edit.title}</h1>
      <ActionForm
        action={updateTicketAction.bind(null, ticket.id)}
        fields={ticketFields({ title: ticket.title, price: String(ticket.price) })}
        submit={edit.submit}
        pendingLabel={form.wait}
      />
      <p className="actions">{back}</p>
    </div>
  );
}
