'use client';

import { useEffect, useEffectEvent } from 'react';
import { ordersClock } from '@/lib/orders-clock';

const FIRST_MS = 1_000;
const EVERY_MS = 3_000;
const SLOWEST_MS = 30_000;

/**
 * Asks `url` every three seconds while the page is visible. While there is no answer, the pauses double up to half a
 * minute. Every answer tells the server's time.
 */
export function usePoll<T>(url: string, onAnswer: (answer: T) => void): void {
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
        if (!response.ok) throw new Error(String(response.status));
        const answer = (await response.json()) as T & { now: number };
        ordersClock.tell(answer.now, from, performance.now());
        wait = EVERY_MS;
        if (!stopped.signal.aborted) answered(answer);
      } catch {
        wait = Math.min(wait * 2, SLOWEST_MS);
      }
      plan(wait);
    }

    function plan(ms: number) {
      clearTimeout(timer);
      if (!stopped.signal.aborted && !document.hidden) timer = window.setTimeout(() => void ask(), ms);
    }

    const seen = () => plan(Math.max(FIRST_MS, EVERY_MS - (performance.now() - last)));
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => {
      stopped.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [url]);
}
