import { UUID } from 'bson';
import { Collection } from '../store/collection.js';
import type { Journal } from '../store/journal.js';
import { collectionName, type Context } from './context.js';

/** Replaces a collection that does not exist, in commands that only read. */
export function emptyCollection(db: string, name: string): Collection {
  const silent: Pick<Journal, 'append'> = { append: () => undefined };
  return new Collection(0, db, name, {}, new UUID(), silent);
}

/** Returns the collection that a command works on, or an empty one when it does not exist. */
export function collectionOrEmpty(context: Context, command: string): Collection {
  const name = collectionName(context, command);
  return context.store.get(context.db, name) ?? emptyCollection(context.db, name);
}
