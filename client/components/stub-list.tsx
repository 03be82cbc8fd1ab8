'use client';

import { type ReactNode, useRef, useState } from 'react';
import { hasNews, keepShown } from '@/lib/live-list';
import { Link } from './link';

export interface Stub {
  id: string;
  href: string;
  title: string;
  price: string;
  state: string;
  stateName: string;
  aside?: ReactNode;
}

interface Props {
  label: string;
  stubs: Stub[];
  /** What is said of newer ones; none on pages on which they do not appear. */
  news?: string;
  /** Whether there is a date beside the state. */
  dated?: boolean;
}

/**
 * Tickets or orders of one's own, each with how it stands. When the page is shown anew while it is looked at, states
 * change in place; what is newer waits until it is asked for, so that nothing moves under the visitor's hand.
 */
export function StubList({ label, stubs, news, dated }: Props) {
  const [shown, setShown] = useState(stubs);
  const list = useRef<HTMLUListElement>(null);
  const ids = (rows: Stub[]) => rows.map(({ id }) => id);
  const showAll = () => {
    setShown(stubs);
    list.current?.focus(); // the button it was on is gone
  };
  return (
    <>
      <p className="news" role="status">
        {news && hasNews(ids(shown), ids(stubs)) && (
          <button className="link-button accent" onClick={showAll}>
            {news}
          </button>
        )}
      </p>
      <ul className={dated ? 'tickets dated' : 'tickets'} aria-label={label} tabIndex={-1} ref={list}>
        {keepShown(shown, stubs).map((stub) => (
          <Row key={stub.id} {...stub} />
        ))}
      </ul>
    </>
  );
}

function Row({ href, title, price, state, stateName, aside }: Stub) {
  return (
    <li className="stub">
      <div className="stub-main">
        <Link href={href} className="stub-title">
          {title}
        </Link>
        <p className="stub-state">
          <span className="badge" data-state={state}>
            {stateName}
          </span>
          {aside}
        </p>
      </div>
      <span className={price.length > 10 ? 'stub-price long' : 'stub-price'}>{price}</span>
    </li>
  );
}
