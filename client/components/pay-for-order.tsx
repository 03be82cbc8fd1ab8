import type { Order, Payment } from '@/lib/api/types';
import { formatPrice } from '@/lib/money';
import { formOrigin } from '@/lib/settings';
import * as words from '@/lib/words';
import { Pay } from './pay';

interface Props {
  order: Order;
  /** The last payment of the order, if there is one; `unknown` while the payments service gives no answer. */
  payment: Payment | 'unknown' | undefined;
  locale: string;
}

/** The way to pay for an order that waits for a payment. */
export function PayForOrder({ order, payment, locale }: Props) {
  if (formOrigin() === undefined) return <p className="muted">{words.pay.noneText}</p>;
  const isKnown = typeof payment === 'object';
  return (
    <Pay
      orderId={order.id}
      expiresAt={order.expiresAt}
      price={formatPrice(order.ticket.price, locale)}
      locale={locale}
      isDown={payment === 'unknown'}
      // without the client secret, which is for the browser of a buyer who has pressed Pay
      last={isKnown ? { id: payment.id, status: payment.status } : undefined}
    />
  );
}
