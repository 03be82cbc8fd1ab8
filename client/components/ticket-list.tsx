'use client';

import { useState } from 'react';
import { hasNews, nextStates, type OnSale, type RowState } from '@/lib/live-list';
import { Link } from './link';
import { usePoll } from './use-poll';

export interface TicketRow {
  id: string;
  title: string;
  /** As the visitor writes it. */
  price: string;
}

interface Props {
  rows: TicketRow[];
  /** Tells what is on sale now, for the same search and page. */
  liveUrl: string;
  /** Where the list is shown anew; none on pages on which new tickets do not appear. */
  newsHref?: string;
  texts: { reserved: string; gone: string; news: string; justReserved: string };
}

/** Tickets on sale, kept up to date while they are looked at. */
export function TicketList({ rows, liveUrl, newsHref, texts }: Props) {
  const [states, setStates] = useState<Record<string, RowState>>({});
  const [news, setNews] = useState(false);
  const ids = rows.map(({ id }) => id);
  const stateOf = (id: string) => states[id] ?? 'onSale';
  const current = () => Object.fromEntries(ids.map((id) => [id, stateOf(id)]));
  usePoll<OnSale>(liveUrl, (onSale) => {
    setStates(nextStates(current(), onSale));
    setNews(newsHref !== undefined && hasNews(ids, onSale.ids));
  });
  const marked = rows.filter(({ id }) => stateOf(id) === 'reserved');
  return (
    <>
      <p className="news" role="status">
        {news && newsHref !== undefined && <Link href={newsHref}>{texts.news}</Link>}
        <span className="visually-hidden">
          {marked.map(({ title }) => texts.justReserved.replace('{title}', title)).join('. ')}
        </span>
      </p>
      {rows.length > 0 && (
        <ul className="tickets">
          {rows.map((row) => (
            <Row key={row.id} {...row} state={stateOf(row.id)} texts={texts} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ id, title, price, state, texts }: TicketRow & { state: RowState; texts: Props['texts'] }) {
  if (state === 'gone') {
    // the row keeps its size by what it held, which nobody sees, hears or reaches any more
    return (
      <li className="stub gone">
        <span className="stub-title" aria-hidden="true" data-title={title} />
        <span className="gone-text">{texts.gone}</span>
      </li>
    );
  }
  return (
    <li className="stub" data-state={state}>
      <Link href={`/tickets/${id}`} className="stub-title">
        {title}
      </Link>
      <span className={price.length > 10 ? 'stub-price long' : 'stub-price'}>
        {price}
        {state === 'reserved' && <span className="badge">{texts.reserved}</span>}
      </span>
    </li>
  );
}
