'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { formatLeft, passedMark, untilNextTick } from '@/lib/countdown';
import { reservationState } from '@/lib/order-state';
import { ordersClock } from '@/lib/orders-clock';
import * as words from '@/lib/words';
import { EndTime } from './end-time';
import { LocalTime } from './local-time';
import { StatePanel } from './state-panel';

const { left: leftLabel, until, endedAt, titles, announce } = words.order;
const MARKS = [300, 60, 10] as const;

interface Held {
  /** Keeps the actions when the time is up: the bank is being asked, and its answer is on the way. */
  hold: (held: boolean) => void;
}

const Context = createContext<Held>({ hold: () => undefined });

/** The reservation around an action. */
export function useReservation(): Held {
  return useContext(Context);
}

interface Props {
  expiresAt: string;
  /** The server's time when it made the page, in ms since 1970. */
  now: number;
  locale: string;
  /** Whether a payment has been begun, which may still come in time, or nobody can tell. */
  mayBePaid?: boolean;
  /** The actions for as long as there is time. */
  children: ReactNode;
  /** What has become of the ticket of an order that has ended. */
  after?: string;
  /** The actions afterwards. */
  whenExpired: ReactNode;
}

/** An order with a running time. It counts down by the server's clock and shows by itself that the time is up. */
export function Reservation({ expiresAt, now, locale, mayBePaid, children, after, whenExpired }: Props) {
  const end = Date.parse(expiresAt);
  const [left, setLeft] = useState(end - now);
  const [announced, setAnnounced] = useState('');
  const [isHeld, hold] = useState(false);
  const held = useMemo(() => ({ hold }), []);
  useEffect(() => {
    ordersClock.assume(now);
    let timer: number | undefined;
    let before = Infinity;
    const tick = () => {
      const after = Math.max(0, end - ordersClock.now(now));
      const mark = passedMark(before, after, MARKS);
      // the first look announces nothing: the visitor has just read on the page how much time is left
      if (mark !== undefined && before !== Infinity) setAnnounced(announce[mark as 10]);
      before = after;
      setLeft(after);
      // looks at least every second, because an answer may have set the clock
      if (after > 0) timer = window.setTimeout(tick, Math.min(1000, untilNextTick(after)));
    };
    tick();
    return () => clearTimeout(timer);
  }, [end, now]);

  const state = reservationState(left, mayBePaid || isHeld);
  const isOver = state === 'expired' || state === 'deciding';
  return (
    <StatePanel state={state}>
      {isOver ? (
        <EndTime label={endedAt} iso={expiresAt} now={Math.max(now, end)} locale={locale} after={after} />
      ) : (
        <p className="countdown">
          <span className="countdown-label">{leftLabel}</span>
          <span role="timer" aria-live="off" className="countdown-time">
            {formatLeft(left)}
          </span>
          <span className="countdown-label">
            {until} <LocalTime iso={expiresAt} locale={locale} />
          </span>
        </p>
      )}
      {(!isOver || isHeld) && <Context value={held}>{children}</Context>}
      {isOver && !isHeld && whenExpired}
      <span role="status" className="visually-hidden">
        {isOver ? titles[state] : announced}
      </span>
    </StatePanel>
  );
}
