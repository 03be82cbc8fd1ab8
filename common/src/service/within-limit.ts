import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for `work`, but not longer than `limitMs`. The work itself can't be ended: it goes on, unheard.
 * @throws what `work` throws, or an Error that says what took too long.
 */
export async function withinLimit<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  const timer = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${what} took longer than ${limitMs / 1000} s`);
  });
  limit.catch(() => undefined); // when the work is done first, nobody waits for the limit
  try {
    return await Promise.race([work, limit]);
  } finally {
    timer.abort();
  }
}
