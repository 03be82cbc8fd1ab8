import { UUID } from 'bson';
import { Collection } from '../store/collection.js';
import type { Journal } from '../store/journal.js';

/** Stands in for a collection that does not exist, for commands that only read. */
export function emptyCollection(db: string, name: string): Collection {
  const silent: Pick<Journal, 'append'> = { append: () => undefined };
  return new Collection(0, db, name, {}, new UUID(), silent);
}
