import { Types } from 'mongoose';
import { Batcher } from '../async/batcher.js';
import { type Plain, plainDocuments } from './plain-documents.js';

/** A slow answer holds others up for this long. They then go to the database over another connection. */
export const PATIENCE_MS = 20;

/**
 * Reads what belongs to a key, for many keys with one query. The keys that are asked for while a query is running are the
 * next query, so under load many reads cost one round trip. A read never has an answer that is older than its call.
 */
export class BatchedReads<T> {
  private readonly batcher: Batcher<string, T[]>;

  /**
   * @param read resolves to everything that belongs to some keys, in any order. No key comes twice.
   * @param keyOf the key to which a thing belongs.
   */
  constructor(read: (keys: string[]) => Promise<T[]>, keyOf: (found: T) => string) {
    this.batcher = new Batcher(
      async (keys) => {
        const byKey = new Map<string, T[]>(keys.map((key) => [key, []]));
        for (const found of await read([...byKey.keys()])) byKey.get(keyOf(found))?.push(found);
        return keys.map((key) => ({ status: 'fulfilled', value: byKey.get(key)! }));
      },
      { patienceMs: PATIENCE_MS },
    );
  }

  /** Everything that belongs to `key`. */
  all(key: string): Promise<T[]> {
    return this.batcher.add(key);
  }

  /** The one thing that belongs to `key`. It is undefined when there is none. */
  async one(key: string): Promise<T | undefined> {
    return (await this.all(key))[0];
  }
}

/**
 * Reads documents of a model by their ids, as the driver has them. A key is an id in lower case.
 * @param projection the fields to read. Default: all.
 */
export function readsById<T>(
  model: { collection: unknown },
  projection: Record<string, 1> = {},
): BatchedReads<Plain<T>> {
  return new BatchedReads(
    (ids) =>
      plainDocuments<T>(model)
        .find({ _id: { $in: ids.map((id) => new Types.ObjectId(id)) } } as object, { projection })
        .toArray() as Promise<Plain<T>[]>,
    ({ _id }) => String(_id),
  );
}
