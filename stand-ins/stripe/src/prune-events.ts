import type { Store } from './store/store.js';

/** Stripe gives events for 30 days. */
const KEPT_SECONDS = 30 * 24 * 3600;

export function pruneEvents(store: Store, now: Date): void {
  const oldest = Math.floor(now.getTime() / 1000) - KEPT_SECONDS;
  store.transact((transaction) => {
    for (const [id, { created }] of store.entries('events'))
      if (created < oldest) transaction.remove('events', id);
  });
}
