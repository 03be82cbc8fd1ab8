import type { Metadata } from 'next';
import { ActionButton } from '@/components/action-button';
import { Link } from '@/components/link';
import { LookAgain } from '@/components/look-again';
import { Live } from '@/components/live';
import { Reservation } from '@/components/reservation';
import { ServiceDown } from '@/components/service-down';
import { StatePanel } from '@/components/state-panel';
import { cancelOrderAction } from '@/lib/actions/orders';
import { ordersClock } from '@/lib/orders-clock';
import { digest } from '@/lib/digest';
import { load } from '@/lib/load';
import { formatPrice } from '@/lib/money';
import { orderOfRequest } from '@/lib/of-request';
import { type OrderState, orderState } from '@/lib/order-state';
import type { ItemPageProps } from '@/lib/page-props';
import { givenUpOrders, visitorLocale } from '@/lib/visitor';
import { words } from '@/lib/words';

const { order: texts } = words;

export async function generateMetadata({ params }: ItemPageProps): Promise<Metadata> {
  const order = await orderOfRequest((await params).id);
  return order.ok ? { title: texts.title(order.value.ticket.title) } : {};
}

export default async function OrderPage({ params }: ItemPageProps) {
  const { id } = await params;
  const path = `/orders/${id}`;
  const order = await load(await orderOfRequest(id), path);
  if (!order) return <ServiceDown path={path} />;
  const [locale, now] = [await visitorLocale(), ordersClock.now(Date.now())];
  const state = orderState(order, now, await givenUpOrders());
  const running = state === 'reserved' || state === 'soon' || state === 'expired';
  const toTicket = (
    <Link className="button quiet" href={`/tickets/${order.ticket.id}`}>
      {texts.ticket}
    </Link>
  );
  return (
    <article className="narrow">
      <p className="eyebrow">{texts.label}</p>
      <h1 className="ticket-title">{order.ticket.title}</h1>
      <p className="ticket-price">{formatPrice(order.ticket.price, locale)}</p>
      {running ? (
        <Reservation
          expiresAt={order.expiresAt}
          now={now}
          locale={locale}
          texts={RUNNING_TEXTS}
          whenExpired={toTicket}
        >
          <ActionButton
            action={cancelOrderAction.bind(null, order.id)}
            label={texts.cancel}
            pendingLabel={texts.cancelling}
            quiet
          />
          {state !== 'expired' && <LookAgain path={path} />}
        </Reservation>
      ) : (
        <StatePanel state={state} {...stateTexts(state)}>
          {toTicket}
        </StatePanel>
      )}
      <p className="actions">
        <Link href="/orders">{texts.all}</Link>
      </p>
      <Live url={`/live/orders/${order.id}`} seen={digest(order)} />
    </article>
  );
}

function stateTexts(state: OrderState) {
  return { name: texts.names[state], title: texts.titles[state], text: texts.texts[state] };
}

const RUNNING_TEXTS = {
  reserved: stateTexts('reserved'),
  soon: stateTexts('soon'),
  expired: stateTexts('expired'),
  left: texts.left,
  until: texts.until,
  announce: texts.announce,
};
