import Form from 'next/form';
import { Link } from '@/components/link';
import { Message } from '@/components/message';
import { Paging } from '@/components/paging';
import { ServiceDown } from '@/components/service-down';
import { TicketList } from '@/components/ticket-list';
import { listTickets } from '@/lib/api';
import { type Browse, browseQuery, readBrowse, STEP } from '@/lib/browse';
import { load } from '@/lib/load';
import { formatPrice } from '@/lib/money';
import type { ListPageProps } from '@/lib/page-props';
import { visitorLocale } from '@/lib/visitor';
import { words } from '@/lib/words';

export default async function BrowsePage({ searchParams }: ListPageProps) {
  const browse = readBrowse(await searchParams);
  const { q, cursor, show } = browse;
  const query = browseQuery(browse);
  const page = await load(await listTickets({ q, cursor, limit: show }), `/${query}`);
  if (!page) return <ServiceDown path={`/${query}`} />;

  const { browse: texts } = words;
  const locale = await visitorLocale();
  const rows = page.items.map(({ id, title, price }) => ({ id, title, price: formatPrice(price, locale) }));
  const first = `/${browseQuery({ q, show: STEP })}`;
  return (
    <>
      <h1>{q ? texts.resultsFor(q) : texts.title}</h1>
      <Search q={q} />
      <TicketList
        key={query}
        rows={rows}
        liveUrl={`/live/tickets${query}`}
        newsHref={cursor ? undefined : first}
        texts={{
          reserved: texts.reserved,
          gone: texts.gone,
          news: texts.news,
          justReserved: texts.goneStatus('{title}'),
        }}
      />
      {rows.length === 0 && <Empty q={q} />}
      <Paging at="/" browse={browse} cursor={page.cursor} more={texts.more} newest={texts.newest} />
    </>
  );
}

function Search({ q }: Pick<Browse, 'q'>) {
  const { browse: texts } = words;
  return (
    <Form action="/" role="search" className="search">
      <label htmlFor="q">{texts.search}</label>
      <div className="search-row">
        <input
          id="q"
          name="q"
          type="search"
          maxLength={200}
          defaultValue={q}
          key={q}
          placeholder={texts.searchHint}
        />
        <button className="button">{texts.searchButton}</button>
      </div>
      {q && <Link href="/">{texts.clear}</Link>}
    </Form>
  );
}

function Empty({ q }: Pick<Browse, 'q'>) {
  const { browse: texts } = words;
  return q ? (
    <Message level={2} title={texts.noneTitle} text={texts.noneText}>
      <Link className="button quiet" href="/">
        {texts.noneAction}
      </Link>
    </Message>
  ) : (
    <Message level={2} title={texts.emptyTitle} text={texts.emptyText}>
      <Link className="button" href="/tickets/new">
        {texts.emptyAction}
      </Link>
    </Message>
  );
}
