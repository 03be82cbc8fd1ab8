import { ListPage } from '@/components/list-page';
import { NoTickets } from '@/components/no-tickets';
import { ServiceDown } from '@/components/service-down';
import { offerOf } from '@/components/stub-offer';
import { TicketList } from '@/components/ticket-list';
import { TicketSearch } from '@/components/ticket-search';
import { listTickets } from '@/lib/api';
import { listSearch, readListQuery, STEP } from '@/lib/list-query';
import { pageData } from '@/lib/page-data';
import type { QueryPageProps } from '@/lib/page-props';
import { requestLocale } from '@/lib/request-locale';
import * as words from '@/lib/words';

const { browse: texts } = words;

export default async function BrowsePage({ searchParams }: QueryPageProps) {
  const query = readListQuery(await searchParams);
  const search = listSearch(query);
  const result = await listTickets(query);
  const page = await pageData(result, `/${search}`);
  if (!page) return <ServiceDown path={`/${search}`} result={result} />;

  const { q, cursor } = query;
  const locale = await requestLocale();
  return (
    <ListPage
      title={q ? texts.resultsFor(q) : texts.title}
      search={<TicketSearch q={q} />}
      empty={<NoTickets q={q} />}
      path="/"
      query={query}
      page={page}
      more={texts.more}
    >
      <TicketList
        rows={page.items.map((ticket) => ({ id: ticket.id, ...offerOf(ticket, locale) }))}
        liveUrl={`/live/tickets${search}`}
        newsHref={cursor ? undefined : `/${listSearch({ q, limit: STEP })}`}
      />
    </ListPage>
  );
}
