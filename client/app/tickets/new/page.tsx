import type { Metadata } from 'next';
import { ActionForm } from '@/components/action-form';
import { ServiceDown } from '@/components/service-down';
import { createTicketAction } from '@/lib/actions/tickets';
import { currentUser } from '@/lib/api';
import { newKey } from '@/lib/new-key';
import { toSignIn } from '@/lib/page-data';
import { ticketFields } from '@/lib/ticket-fields';
import { typedBefore } from '@/lib/typed-before';
import * as words from '@/lib/words';

const { sell } = words;
const PATH = '/tickets/new';

export const metadata: Metadata = { title: sell.title };

export default async function NewTicketPage() {
  const user = await currentUser();
  if (user === null) return toSignIn(PATH);
  return (
    <div className="narrow">
      <ActionForm
        action={createTicketAction}
        fields={ticketFields()}
        hidden={{ key: newKey() }}
        draft={await typedBefore(PATH, user)}
        submit={sell.submit}
        noAnswer={sell.noAnswer}
        otherwise={!user && <ServiceDown path={PATH} />}
      >
        <h1>{sell.title}</h1>
        <p className="lead">{sell.text}</p>
      </ActionForm>
    </div>
  );
}
