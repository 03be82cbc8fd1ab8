import type { Metadata } from 'next';
import { Link } from '@/components/link';
import { ListPage } from '@/components/list-page';
import { Message } from '@/components/message';
import { orderStubs } from '@/components/order-stubs';
import { RefreshOnChange } from '@/components/refresh-on-change';
import { ServiceDown } from '@/components/service-down';
import { StubList } from '@/components/stub-list';
import { listOrders } from '@/lib/api';
import { currentOrderStates } from '@/lib/current-order-states';
import { fingerprint } from '@/lib/fingerprint';
import { listSearch, readPaging } from '@/lib/list-query';
import { pageData } from '@/lib/page-data';
import type { QueryPageProps } from '@/lib/page-props';
import { requestLocale } from '@/lib/request-locale';
import { withDemoHint } from '@/lib/with-demo-hint';
import * as words from '@/lib/words';

const { orders: texts } = words;

export const metadata: Metadata = { title: texts.title };

export default async function OrdersPage({ searchParams }: QueryPageProps) {
  const query = readPaging(await searchParams);
  const search = listSearch(query);
  const result = await listOrders(query);
  const page = await pageData(result, `/orders${search}`);
  if (!page) return <ServiceDown path={`/orders${search}`} result={result} />;

  const { states, now } = currentOrderStates(page.items);
  const stubs = orderStubs(page.items, states, now, await requestLocale());
  const empty = (
    <Message level={2} title={texts.emptyTitle} text={withDemoHint(texts.emptyText)}>
      <Link className="button" href="/">
        {words.notFound.action}
      </Link>
    </Message>
  );
  return (
    <ListPage title={texts.title} empty={empty} path="/orders" query={query} page={page} more={texts.more}>
      {stubs.length > 0 && (
        <StubList label={texts.title} stubs={stubs} news={query.cursor ? undefined : texts.news} dated />
      )}
      <RefreshOnChange url={`/live/orders${search}`} fingerprint={fingerprint([page, states])} />
    </ListPage>
  );
}
