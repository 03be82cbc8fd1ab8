import { reserveAction } from '@/lib/actions/orders';
import { getOrder } from '@/lib/api';
import type { Ticket, User } from '@/lib/api/types';
import * as words from '@/lib/words';
import { ActionButton } from './action-button';
import { Badge } from './badge';
import { Link } from './link';

/** The state of a ticket, and the actions that this visitor can take. */
export async function TicketOffer({ ticket, user }: { ticket: Ticket; user: User | null | undefined }) {
  const { ticket: texts } = words;
  const { id, orderId } = ticket;
  const others = (
    <Link className="button quiet" href="/">
      {texts.others}
    </Link>
  );
  if (user?.id === ticket.userId) {
    return (
      <Panel title={texts.yours} text={orderId ? texts.yoursReserved : texts.yoursText} reserved={!!orderId}>
        {!orderId && (
          <Link className="button" href={`/tickets/${id}/edit`}>
            {texts.edit}
          </Link>
        )}
      </Panel>
    );
  }
  if (orderId) {
    const own = user ? await getOrder(orderId) : undefined;
    if (own?.ok) {
      return (
        <Panel title={texts.yourOrder} text={texts.yourOrderText} reserved>
          <Link className="button" href={`/orders/${orderId}`}>
            {texts.openOrder}
          </Link>
        </Panel>
      );
    }
  }
  // A reserved ticket has the form too. Without JavaScript the answer to the form is this page, made anew, and the form
  // then holds the message that somebody else was faster.
  const taken = orderId && { title: texts.reservedTitle, text: texts.reservedText, reserved: true };
  return (
    <Panel {...(taken || { text: texts.reserveHint })}>
      <ActionButton
        action={reserveAction.bind(null, id)}
        label={texts.reserve}
        pendingLabel={texts.reserving}
        otherwise={others}
        closed={Boolean(orderId)}
      />
    </Panel>
  );
}

interface PanelProps {
  title?: string;
  text: string;
  reserved?: boolean;
  children: React.ReactNode;
}

function Panel({ title, text, reserved = false, children }: PanelProps) {
  return (
    <div className="panel ticket-offer">
      <p role="status">
        <Badge state={reserved ? 'held' : 'onSale'} />
      </p>
      {title && <h2>{title}</h2>}
      <p>{text}</p>
      {children}
    </div>
  );
}
