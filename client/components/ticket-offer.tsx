import { reserveAction } from '@/lib/actions/orders';
import { getOrder } from '@/lib/api';
import type { Ticket, User } from '@/lib/api/types';
import { seenField } from '@/lib/hidden-fields';
import { formatPrice } from '@/lib/money';
import { offerText } from '@/lib/offer-text';
import { ticketState } from '@/lib/ticket-state';
import * as words from '@/lib/words';
import { ActionButton } from './action-button';
import { Badge } from './badge';
import { Link } from './link';

const { ticket: texts } = words;

interface Props {
  ticket: Ticket;
  user: User | null | undefined;
  locale: string;
}

/**
 * The state of a ticket, and the actions that this visitor can take. The form to reserve is part of every state. So its
 * message stays when the state changes under it, and without JavaScript the answer to the form is this page, made anew.
 */
export async function TicketOffer({ ticket, user, locale }: Props) {
  const { id, version } = ticket;
  const state = await stateFor(ticket, user, locale);
  const { title, text, href, link } = state;
  const offer = offerText(ticket, locale);
  return (
    <div className="panel ticket-offer">
      <p role="status">
        <Badge state={ticketState(ticket)} />
      </p>
      {title && <h2>{title}</h2>}
      <p>{text}</p>
      <ActionButton
        action={reserveAction}
        hidden={{ id, ...seenField(ticket) }}
        label={texts.reserve}
        pendingLabel={texts.reserving}
        noAnswer={texts.noAnswer}
        open={state === STATES.onSale}
        version={version}
        offer={offer}
        changed={texts.changedNow(offer)}
        again={texts.again}
        otherwise={
          link && (
            <p className="actions">
              <Link className={href ? 'button' : 'button quiet'} href={href?.(ticket) ?? '/'}>
                {link}
              </Link>
              {!href && (
                <noscript>
                  <a href={`/tickets/${id}`}>{texts.lookAgain}</a>
                </noscript>
              )}
            </p>
          )
        }
      />
    </div>
  );
}

interface State {
  title?: string;
  text: string;
  /** The text of a link, which leads to other tickets if it leads nowhere else. */
  link?: string;
  href?: (ticket: Ticket) => string;
}

const STATES = {
  onSale: { text: texts.reserveHint, link: texts.others },
  taken: { title: texts.reservedTitle, text: texts.reservedText, link: texts.others },
  unknown: { title: texts.unknownTitle, text: texts.unknownText, link: texts.others },
  ended: { title: texts.endedTitle, text: texts.endedText, link: texts.others },
  yourOrder: {
    title: texts.yourOrder,
    text: texts.yourOrderText,
    link: texts.openOrder,
    href: ({ orderId = '' }) => `/orders/${orderId}`,
  },
  yours: {
    title: texts.yours,
    text: texts.yoursText,
    link: texts.edit,
    href: ({ id }) => `/tickets/${id}/edit`,
  },
  bought: {
    title: texts.bought,
    text: texts.boughtText,
    link: words.order.openTicket,
    href: ({ orderId = '' }) => `/orders/${orderId}/ticket`,
  },
  sold: { title: texts.soldForGoodTitle, text: texts.soldForGoodText, link: texts.others },
  yoursTaken: { title: texts.yours, text: texts.yoursReserved },
} satisfies Record<string, State>;

/** The state of a ticket as this visitor sees it. */
async function stateFor(ticket: Ticket, user: User | null | undefined, locale: string): Promise<State> {
  const { userId, orderId, sold, soldFor = 0 } = ticket;
  if (user?.id === userId) {
    if (sold) return { title: texts.yoursSoldTitle, text: texts.yoursSold(formatPrice(soldFor, locale)) };
    return orderId ? STATES.yoursTaken : STATES.yours;
  }
  if (!orderId) return STATES.onSale;
  const taken = sold ? STATES.sold : STATES.taken;
  if (!user) return taken;
  const own = await getOrder(orderId);
  if (own.ok) {
    if (own.value.status === 'cancelled') return STATES.ended;
    return own.value.status === 'complete' ? STATES.bought : STATES.yourOrder;
  }
  const { kind } = own.failure;
  return (kind === 'down' || kind === 'busy') && !sold ? STATES.unknown : taken;
}
