import type { Metadata } from 'next';
import { Link } from '@/components/link';
import { ListPage } from '@/components/list-page';
import { Message } from '@/components/message';
import { RefreshOnChange } from '@/components/refresh-on-change';
import { ServiceDown } from '@/components/service-down';
import { StubList } from '@/components/stub-list';
import { ticketStubs } from '@/components/ticket-stubs';
import { listTickets } from '@/lib/api';
import { fingerprint } from '@/lib/fingerprint';
import { listSearch, readPaging } from '@/lib/list-query';
import { formatPrice } from '@/lib/money';
import { pageData } from '@/lib/page-data';
import type { QueryPageProps } from '@/lib/page-props';
import { requestLocale } from '@/lib/request-locale';
import { sales } from '@/lib/sales';
import { withDemoHint } from '@/lib/with-demo-hint';
import * as words from '@/lib/words';

const { mine: texts, browse, nav } = words;

export const metadata: Metadata = { title: texts.title };

export default async function MyTicketsPage({ searchParams }: QueryPageProps) {
  const query = readPaging(await searchParams);
  const search = listSearch(query);
  const result = await listTickets({ mine: true, ...query });
  const page = await pageData(result, `/tickets/mine${search}`);
  if (!page) return <ServiceDown path={`/tickets/mine${search}`} result={result} />;

  const locale = await requestLocale();
  const stubs = ticketStubs(page.items, locale);
  const { count, total } = sales(page.items);
  const toSell = (text: string) => (
    <Link className="button" href="/tickets/new">
      {text}
    </Link>
  );
  return (
    <ListPage
      title={texts.title}
      action={toSell(browse.emptyAction)}
      empty={
        <Message
          level={2}
          title={texts.emptyTitle}
          text={withDemoHint(texts.emptyText)}
          children={toSell(nav.sell)}
        />
      }
      path="/tickets/mine"
      query={query}
      page={page}
      more={browse.more}
    >
      {stubs.length > 0 && (
        <>
          <p className="lead sales">
            {count > 0 ? texts.someSold(count, formatPrice(total, locale)) : texts.noneSold}
          </p>
          <StubList label={texts.caption} stubs={stubs} news={query.cursor ? undefined : browse.news} />
        </>
      )}
      <RefreshOnChange url={`/live/mine${search}`} fingerprint={fingerprint(page)} />
    </ListPage>
  );
}
