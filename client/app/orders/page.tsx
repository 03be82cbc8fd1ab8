import type { Metadata } from 'next';
import { Link } from '@/components/link';
import { Live } from '@/components/live';
import { LocalTime } from '@/components/local-time';
import { Message } from '@/components/message';
import { Paging } from '@/components/paging';
import { ServiceDown } from '@/components/service-down';
import { StubList } from '@/components/stub-list';
import { listOrders } from '@/lib/api';
import { ordersClock } from '@/lib/orders-clock';
import { browseQuery, readBrowse } from '@/lib/browse';
import { digest } from '@/lib/digest';
import { load } from '@/lib/load';
import { formatPrice } from '@/lib/money';
import { type OrderState, orderStates } from '@/lib/order-state';
import type { ListPageProps } from '@/lib/page-props';
import { givenUpOrders, visitorLocale } from '@/lib/visitor';
import { words } from '@/lib/words';

const { orders, order: texts, browse: lists } = words;

const DATED = new Set<OrderState>(['reserved', 'soon', 'expired']);

export const metadata: Metadata = { title: orders.title };

export default async function OrdersPage({ searchParams }: ListPageProps) {
  const browse = { ...readBrowse(await searchParams), q: '' };
  const query = browseQuery(browse);
  const path = `/orders${query}`;
  const page = await load(await listOrders({ cursor: browse.cursor, limit: browse.show }), path);
  if (!page) return <ServiceDown path={path} />;
  const [locale, givenUp, now] = [await visitorLocale(), await givenUpOrders(), ordersClock.now(Date.now())];
  const states = orderStates(page.items, now, givenUp);
  const stubs = page.items.map((order, index) => {
    const state = states[index] ?? 'complete';
    return {
      id: order.id,
      href: `/orders/${order.id}`,
      title: order.ticket.title,
      price: formatPrice(order.ticket.price, locale),
      state,
      stateName: texts.names[state],
      ...(DATED.has(state) && {
        aside: (
          <span className="muted">
            {state !== 'expired' && texts.until} <LocalTime iso={order.expiresAt} locale={locale} now={now} />
          </span>
        ),
      }),
    };
  });
  return (
    <>
      <h1>{orders.title}</h1>
      {stubs.length > 0 ? (
        <StubList
          key={query}
          label={orders.title}
          stubs={stubs}
          news={browse.cursor ? undefined : orders.news}
          dated
        />
      ) : (
        <Message level={2} title={orders.emptyTitle} text={orders.emptyText}>
          <Link className="button" href="/">
            {words.notFound.action}
          </Link>
        </Message>
      )}
      <Paging at="/orders" browse={browse} cursor={page.cursor} more={orders.more} newest={lists.newest} />
      <Live url={`/live/orders${query}`} seen={digest([page, states])} />
    </>
  );
}
