'use client';

import { useEffect, useEffectEvent } from 'react';
import { ordersClock } from '@/lib/orders-clock';

const FIRST_MS = 1_000;
const EVERY_MS = 3_000;
const SLOWEST_MS = 30_000;

/**
 * Asks `url` every three seconds while the page is visible, and at once when it becomes visible after a longer time.
 * While there is no answer, the pauses double up to half a minute. Every answer tells the server's time.
 * @param account the account that the page shows. An answer to a question that was asked for another page is dropped.
 * @param onAnswer gets the answer and its status.
 */
export function usePoll<T>(
  url: string,
  account: string | undefined,
  onAnswer: (answer: T, status: number) => void,
): void {
  const answered = useEffectEvent(onAnswer);
  useEffect(() => {
    let wait = EVERY_MS;
    let last = -Infinity;
    let timer: number | undefined;
    const stopped = new AbortController();

    async function ask() {
      const from = (last = performance.now());
      try {
        const response = await fetch(url, { signal: stopped.signal, cache: 'no-store' });
        const answer = (await response.json()) as T & { now: number };
        ordersClock.tell(answer.now, from, performance.now());
        if (!stopped.signal.aborted) answered(answer, response.status);
        if (!response.ok) throw new Error(String(response.status));
        wait = EVERY_MS;
      } catch {
        wait = Math.min(wait * 2, SLOWEST_MS);
      }
      plan(wait);
    }

    function plan(ms: number) {
      clearTimeout(timer);
      if (!stopped.signal.aborted && !document.hidden) timer = window.setTimeout(() => void ask(), ms);
    }

    const seen = () => plan(Math.max(0, EVERY_MS - (performance.now() - last)));
    // the browser may show a page of its history as it was, however old
    const restored = ({ persisted }: PageTransitionEvent) => persisted && seen();
    plan(FIRST_MS);
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('pageshow', restored);
    return () => {
      stopped.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('pageshow', restored);
    };
  }, [url, account]);
}
