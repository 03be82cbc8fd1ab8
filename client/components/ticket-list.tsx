'use client';

import { useState } from 'react';
import { hasNews, nextStates, type OnSale, type RowState } from '@/lib/live-list';
import * as words from '@/lib/words';
import { Link } from './link';
import { type Offer, StubOffer } from './stub-offer';
import { useLive } from './page-account';

export interface TicketRow extends Offer {
  id: string;
}

interface Props {
  rows: TicketRow[];
  /** Tells which tickets are on sale now, for the same search and page. */
  liveUrl: string;
  /** The address of the list with newer tickets. Absent on pages on which newer tickets do not appear. */
  newsHref?: string;
}

/** The tickets on sale, kept up to date while the visitor looks at them. */
export function TicketList({ rows, liveUrl, newsHref }: Props) {
  const [states, setStates] = useState<Record<string, RowState>>({});
  const [news, setNews] = useState(false);
  const ids = rows.map(({ id }) => id);
  const stateOf = (id: string) => states[id] ?? 'onSale';
  const current = () => Object.fromEntries(ids.map((id) => [id, stateOf(id)]));
  useLive<OnSale>(liveUrl, (onSale) => {
    setStates(nextStates(current(), onSale));
    setNews(newsHref !== undefined && hasNews(ids, onSale.ids));
  });
  const marked = rows.filter(({ id }) => stateOf(id) === 'reserved');
  return (
    <>
      <p className="news" role="status">
        {news && newsHref !== undefined && <Link href={newsHref}>{words.browse.news}</Link>}
        <span className="visually-hidden">
          {marked.map(({ title }) => words.browse.justReserved(title)).join('. ')}
        </span>
      </p>
      {rows.length > 0 && (
        <ul className="tickets">
          {rows.map((row) => (
            <Row key={row.id} {...row} state={stateOf(row.id)} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ state, ...ticket }: TicketRow & { state: RowState }) {
  if (state === 'gone') {
    // the title keeps the row's size, but nobody sees, hears or reaches it any more
    return (
      <li className="stub gone">
        <span className="stub-title" aria-hidden="true" data-title={ticket.title} />
        <span className="gone-text">{words.browse.gone}</span>
      </li>
    );
  }
  return (
    <li className="stub" data-state={state}>
      <StubOffer
        {...ticket}
        href={`/tickets/${ticket.id}`}
        belowPrice={state === 'reserved' && <span className="badge">{words.states.held}</span>}
      />
    </li>
  );
}
