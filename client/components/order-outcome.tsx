import type { Order } from '@/lib/api/types';
import { formatPrice } from '@/lib/money';
import type { OrderNews } from '@/lib/order-news';
import * as words from '@/lib/words';
import { EndTime } from './end-time';

const { order: texts } = words;

interface Props {
  order: Order;
  news: OrderNews;
  locale: string;
  /** What has become of the ticket, in words. */
  after?: string;
}

/** What follows from the end of an order: when it was cancelled, what was given back, and what became of the ticket. */
export function OrderOutcome({ order, news: { state, payment, now }, locale, after }: Props) {
  const iso = order.cancelledAt;
  const isTimed = iso !== undefined && (state === 'cancelled' || state === 'late');
  return (
    <>
      {isTimed ? (
        <EndTime
          label={state === 'cancelled' ? texts.cancelledAt : texts.endedAt}
          iso={state === 'cancelled' ? iso : order.expiresAt}
          now={now}
          locale={locale}
          after={after}
        />
      ) : (
        after && <p>{after}</p>
      )}
      {state === 'late' && <p className="muted">{texts.pending}</p>}
      {state === 'refunded' && (
        <p>{texts.refunded(formatPrice(refundedCents(order, payment) / 100, locale))}</p>
      )}
    </>
  );
}

function refundedCents({ refund }: Order, payment: OrderNews['payment']): number {
  return refund?.amount ?? (typeof payment === 'object' ? payment.amount : 0);
}
