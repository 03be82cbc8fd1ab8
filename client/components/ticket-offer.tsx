import { reserveAction } from '@/lib/actions/orders';
import { getOrder } from '@/lib/api';
import type { Ticket, User } from '@/lib/api/types';
import { words } from '@/lib/words';
import { ActionButton } from './action-button';
import { Link } from './link';

/** What the visitor can do with a ticket. */
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
  // reserved or not, one form: without JavaScript its answer is this page, made anew, where it says who came too late
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
        <span className="badge" data-state={reserved ? 'held' : 'onSale'}>
          {reserved ? words.ticket.reserved : words.ticket.onSale}
        </span>
      </p>
      {title && <h2>{title}</h2>}
      <p>{text}</p>
      {children}
    </div>
  );
}
