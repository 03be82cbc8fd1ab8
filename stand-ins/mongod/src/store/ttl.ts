import { Rank, toNumber } from '../bson/values.js';
import { keyOf } from '../bson/order.js';
import { log } from '../log.js';
import type { Index } from './index.js';
import type { Store } from './store.js';

/** Removes the documents that a TTL index declares too old, as MongoDB's background task does. */
export function removeExpired(store: Store, now = Date.now()): void {
  for (const collection of store.collections())
    for (const index of collection.indexes) {
      const seconds = toNumber(index.spec.expireAfterSeconds);
      if (seconds === undefined) continue;
      const expired = new Set(olderThan(index, new Date(now - seconds * 1000)));
      for (const stored of expired) collection.remove(stored);
      if (expired.size > 0)
        log('I', 'INDEX', 'Deleted expired documents', {
          namespace: collection.namespace,
          numDeleted: expired.size,
        });
    }
}

/** Only dates expire. In an array the earliest date counts. */
function olderThan(index: Index, date: Date) {
  const bound = keyOf([date], index.descending);
  const [descending] = index.descending;
  return descending === true
    ? index.scan(bound, String.fromCharCode(256 - Rank.date), false)
    : index.scan(String.fromCharCode(Rank.date), bound, false);
}
