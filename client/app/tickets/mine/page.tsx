import type { Metadata } from 'next';
import { Link } from '@/components/link';
import { Live } from '@/components/live';
import { Message } from '@/components/message';
import { Paging } from '@/components/paging';
import { ServiceDown } from '@/components/service-down';
import { StubList } from '@/components/stub-list';
import { listTickets } from '@/lib/api';
import { browseQuery, readBrowse } from '@/lib/browse';
import { digest } from '@/lib/digest';
import { load } from '@/lib/load';
import { formatPrice } from '@/lib/money';
import type { ListPageProps } from '@/lib/page-props';
import { visitorLocale } from '@/lib/visitor';
import { words } from '@/lib/words';

const { mine, ticket: texts, browse: lists, nav } = words;

export const metadata: Metadata = { title: mine.title };

export default async function MyTicketsPage({ searchParams }: ListPageProps) {
  const browse = { ...readBrowse(await searchParams), q: '' };
  const query = browseQuery(browse);
  const path = `/tickets/mine${query}`;
  const page = await load(await listTickets({ mine: true, cursor: browse.cursor, limit: browse.show }), path);
  if (!page) return <ServiceDown path={path} />;
  const locale = await visitorLocale();
  return (
    <>
      <div className="title-row">
        <h1>{mine.title}</h1>
        {page.items.length > 0 && (
          <Link className="button" href="/tickets/new">
            {lists.emptyAction}
          </Link>
        )}
      </div>
      {page.items.length > 0 ? (
        <StubList
          key={query}
          label={mine.caption}
          news={browse.cursor ? undefined : lists.news}
          stubs={page.items.map(({ id, title, price, orderId }) => ({
            id,
            href: `/tickets/${id}`,
            title,
            price: formatPrice(price, locale),
            state: orderId ? 'held' : 'onSale',
            stateName: orderId ? texts.reserved : texts.onSale,
            ...(!orderId && {
              aside: (
                <Link href={`/tickets/${id}/edit`}>
                  {texts.edit}
                  <span className="visually-hidden">: {title}</span>
                </Link>
              ),
            }),
          }))}
        />
      ) : (
        <Message level={2} title={mine.emptyTitle} text={mine.emptyText}>
          <Link className="button" href="/tickets/new">
            {nav.sell}
          </Link>
        </Message>
      )}
      <Paging
        at="/tickets/mine"
        browse={browse}
        cursor={page.cursor}
        more={lists.more}
        newest={lists.newest}
      />
      <Live url={`/live/mine${query}`} seen={digest(page)} />
    </>
  );
}
