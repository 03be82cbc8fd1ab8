'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { formatLeft, passedMark, untilNextTick } from '@/lib/countdown';
import { reservationState } from '@/lib/order-state';
import { ordersClock } from '@/lib/orders-clock';
import { LocalTime } from './local-time';
import { StatePanel, type StateTexts } from './state-panel';

const MARKS = [300, 60, 10] as const;

interface Props {
  expiresAt: string;
  /** The server's time as it made the page. */
  now: number;
  locale: string;
  texts: Record<'reserved' | 'soon' | 'expired', StateTexts> & {
    left: string;
    until: string;
    announce: Record<(typeof MARKS)[number], string>;
  };
  /** What can be done as long as there is time, and afterwards. */
  children: ReactNode;
  whenExpired: ReactNode;
}

/** An order whose time is running, by the server's clock: it says by itself when the time is up. */
export function Reservation({ expiresAt, now, locale, texts, children, whenExpired }: Props) {
  const end = Date.parse(expiresAt);
  const [left, setLeft] = useState(end - now);
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    ordersClock.tell(now, performance.now());
    let timer: number | undefined;
    let before = Infinity;
    const tick = () => {
      const after = Math.max(0, end - ordersClock.now(now));
      const mark = passedMark(before, after, MARKS);
      // the first look is no passing: the page has just said how much time there is
      if (mark !== undefined && before !== Infinity) setAnnounced(texts.announce[mark as 10]);
      before = after;
      setLeft(after);
      // looks again at least every second: an answer may have set the clock right
      if (after > 0) timer = window.setTimeout(tick, Math.min(1000, untilNextTick(after)));
    };
    tick();
    return () => clearTimeout(timer);
  }, [end, now, texts]);

  const state = reservationState(left);
  return (
    <StatePanel state={state} {...texts[state]}>
      <p className="countdown">
        <span className="countdown-label">{texts.left}</span>
        <span role="timer" aria-live="off" className="countdown-time">
          {formatLeft(left)}
        </span>
        <span className="countdown-label">
          {texts.until} <LocalTime iso={expiresAt} locale={locale} />
        </span>
      </p>
      {state === 'expired' ? whenExpired : children}
      <span role="status" className="visually-hidden">
        {state === 'expired' ? texts.expired.title : announced}
      </span>
    </StatePanel>
  );
}
