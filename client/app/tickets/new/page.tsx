import type { Metadata } from 'next';
import { ActionForm } from '@/components/action-form';
import { ServiceDown } from '@/components/service-down';
import { createTicketAction } from '@/lib/actions/tickets';
import { currentUser } from '@/lib/api';
import { toSignIn } from '@/lib/page-data';
import { ticketFields } from '@/lib/ticket-fields';
import * as words from '@/lib/words';

const { sell } = words;

export const metadata: Metadata = { title: sell.title };

export default async function NewTicketPage() {
  const user = await currentUser();
  if (user === undefined) return <ServiceDown path="/tickets/new" />;
  if (user === null) return toSignIn('/tickets/new');
  return (
    <div className="narrow">
      <h1>{sell.title}</h1>
      <p className="lead">{sell.text}</p>
      <ActionForm action={createTicketAction} fields={ticketFields()} submit={sell.submit} />
    </div>
  );
}
