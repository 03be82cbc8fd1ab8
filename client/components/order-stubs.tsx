import type { Order } from '@/lib/api/types';
import type { OrderState } from '@/lib/order-state';
import * as words from '@/lib/words';
import { Link } from './link';
import { LocalTime } from './local-time';
import type { Stub } from './stub-list';
import { offerOf } from './stub-offer';

const DATED = new Set<OrderState>(['reserved', 'soon', 'expired']);

/** Stubs of orders, which have the `states` at the time `now`. */
export function orderStubs(
  orders: readonly Order[],
  states: readonly OrderState[],
  now: number,
  locale: string,
): Stub[] {
  return orders.map(({ id, ticket, expiresAt }, index) => {
    const state = states[index] ?? 'complete';
    return {
      id,
      href: `/orders/${id}`,
      ...offerOf(ticket, locale),
      state,
      aside:
        state === 'complete' ? (
          <Link href={`/orders/${id}/ticket`}>
            {words.order.openTicket}
            <span className="visually-hidden">
              : <bdi>{ticket.title}</bdi>
            </span>
          </Link>
        ) : (
          DATED.has(state) && (
            <span className="muted">
              {state === 'expired' ? words.order.endedAt : words.order.until}{' '}
              <LocalTime iso={expiresAt} locale={locale} now={now} />
            </span>
          )
        ),
    };
  });
}
