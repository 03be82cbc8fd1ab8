import type { Metadata } from 'next';
import { ActionButton } from '@/components/action-button';
import { CountdownWithoutScript } from '@/components/countdown-without-script';
import { EndTime } from '@/components/end-time';
import { Link } from '@/components/link';
import { RefreshOnChange } from '@/components/refresh-on-change';
import { Reservation } from '@/components/reservation';
import { ServiceDown } from '@/components/service-down';
import { StatePanel } from '@/components/state-panel';
import { TicketHeading } from '@/components/ticket-heading';
import { cancelOrderAction } from '@/lib/actions/orders';
import { getOrder } from '@/lib/api';
import { orderNews } from '@/lib/order-news';
import { pageData } from '@/lib/page-data';
import type { ItemPageProps } from '@/lib/page-props';
import { requestLocale } from '@/lib/request-locale';
import * as words from '@/lib/words';

const { order: texts } = words;

export async function generateMetadata({ params }: ItemPageProps): Promise<Metadata> {
  const order = await getOrder((await params).id);
  return order.ok ? { title: texts.title(order.value.ticket.title) } : {};
}

export default async function OrderPage({ params }: ItemPageProps) {
  const { id } = await params;
  const path = `/orders/${id}`;
  const order = await pageData(await getOrder(id), path);
  if (!order) return <ServiceDown path={path} />;

  const locale = await requestLocale();
  const { state, after, now, fingerprint } = await orderNews(order);
  const afterText = after && texts.after[after];
  const toTicket = (
    <Link className="button quiet" href={`/tickets/${order.ticket.id}`}>
      {texts.ticket}
    </Link>
  );
  return (
    <article className="narrow">
      <p className="eyebrow">{texts.label}</p>
      <TicketHeading ticket={order.ticket} locale={locale} />
      {state === 'cancelled' || state === 'ended' || state === 'complete' ? (
        <StatePanel state={state}>
          {state === 'cancelled' && order.cancelledAt ? (
            <EndTime
              label={texts.cancelledAt}
              iso={order.cancelledAt}
              now={now}
              locale={locale}
              after={afterText}
            />
          ) : (
            afterText && <p>{afterText}</p>
          )}
          {toTicket}
        </StatePanel>
      ) : (
        <Reservation
          expiresAt={order.expiresAt}
          now={now}
          locale={locale}
          after={afterText}
          whenExpired={toTicket}
        >
          <ActionButton
            action={cancelOrderAction}
            hidden={{ id: order.id }}
            label={texts.cancel}
            pendingLabel={texts.cancelling}
            noAnswer={texts.noAnswer}
            look="button quiet"
          />
          {state !== 'expired' && <CountdownWithoutScript path={path} />}
        </Reservation>
      )}
      {/* it is there from the start, because screen readers announce only what changes */}
      <p role="status" className="visually-hidden">
        {afterText}
      </p>
      <p className="actions">
        <Link href="/orders">{texts.all}</Link>
      </p>
      <RefreshOnChange url={`/live/orders/${order.id}`} fingerprint={fingerprint} />
    </article>
  );
}
