'use client';

import { type ReactNode, useRef, useState } from 'react';
import { hasNews, keepShown } from '@/lib/live-list';
import { Badge, type State } from './badge';
import { type Offer, StubOffer } from './stub-offer';

export interface Stub extends Offer {
  id: string;
  href: string;
  state: State;
  aside?: ReactNode;
}

interface Props {
  label: string;
  stubs: Stub[];
  /** Offers newer stubs. Absent on pages on which newer stubs do not appear. */
  news?: string;
  /** Whether stubs have a date beside their state. */
  dated?: boolean;
}

/**
 * The visitor's own tickets or orders with their states. When the open page is refreshed, states change in place.
 * Newer stubs wait until the visitor asks for them, so that nothing moves under the visitor's hand.
 */
export function StubList({ label, stubs, news, dated }: Props) {
  const [shown, setShown] = useState(stubs);
  const list = useRef<HTMLUListElement>(null);
  const ids = (rows: Stub[]) => rows.map(({ id }) => id);
  const showAll = () => {
    setShown(stubs);
    list.current?.focus(); // the button that had the focus is gone
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

function Row({ state, aside, ...stub }: Stub) {
  const belowTitle = (
    <p className="stub-state">
      <Badge state={state} />
      {aside}
    </p>
  );
  return (
    <li className="stub">
      <StubOffer {...stub} belowTitle={belowTitle} />
    </li>
  );
}
