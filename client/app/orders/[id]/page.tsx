import type { Metadata } from 'next';
import { ActionButton } from '@/components/action-button';
import { CountdownWithoutScript } from '@/components/countdown-without-script';
import { Link } from '@/components/link';
import { OrderOutcome } from '@/components/order-outcome';
import { PayForOrder } from '@/components/pay-for-order';
import { RefreshOnChange } from '@/components/refresh-on-change';
import { Reservation } from '@/components/reservation';
import { ServiceDown } from '@/components/service-down';
import { StatePanel } from '@/components/state-panel';
import { TicketHeading } from '@/components/ticket-heading';
import { cancelOrderAction } from '@/lib/actions/orders';
import { getOrder } from '@/lib/api';
import { orderNews } from '@/lib/order-news';
import { isRunning, mayBePaid } from '@/lib/order-state';
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
  const result = await getOrder(id);
  const order = await pageData(result, path);
  if (!order) return <ServiceDown path={path} result={result} />;

  const locale = await requestLocale();
  const news = await orderNews(order);
  const { state, after, now } = news;
  const afterText = after && texts.after[after];
  const toTicket = (
    <Link className="button quiet" href={`/tickets/${order.ticket.id}`}>
      {texts.ticket}
    </Link>
  );
  const seeHow = (
    <noscript>
      <a href={path}>{texts.seeHow}</a>
    </noscript>
  );
  return (
    <article className="narrow">
      <p className="eyebrow">{texts.label}</p>
      <TicketHeading ticket={order.ticket} locale={locale} />
      {isRunning(state) ? (
        <Reservation
          expiresAt={order.expiresAt}
          now={now}
          locale={locale}
          mayBePaid={mayBePaid(news.payment)}
          after={afterText}
          whenExpired={
            <>
              {toTicket}
              {state === 'deciding' && seeHow}
            </>
          }
        >
          <div className="choices">
            <PayForOrder order={order} payment={news.payment} locale={locale} />
            <ActionButton
              action={cancelOrderAction}
              hidden={{ id: order.id }}
              label={texts.cancel}
              pendingLabel={texts.cancelling}
              noAnswer={texts.noAnswer}
              look="button quiet"
            />
          </div>
          <CountdownWithoutScript path={path} />
        </Reservation>
      ) : (
        <StatePanel state={state} isUnknown={news.payment === 'unknown'}>
          <OrderOutcome order={order} news={news} locale={locale} after={afterText} />
          {state === 'complete' ? (
            <Link className="button" href={`${path}/ticket`}>
              {texts.openTicket}
            </Link>
          ) : (
            state !== 'paying' && toTicket
          )}
          {state === 'paying' && seeHow}
        </StatePanel>
      )}
      {/* it is there from the start, because screen readers announce only what changes */}
      <p role="status" className="visually-hidden">
        {[!isRunning(state) && texts.titles[state], afterText].filter(Boolean).join('. ')}
      </p>
      <p className="actions">
        <Link href="/orders">{texts.all}</Link>
      </p>
      <RefreshOnChange url={`/live/orders/${order.id}`} fingerprint={news.fingerprint} />
    </article>
  );
}
