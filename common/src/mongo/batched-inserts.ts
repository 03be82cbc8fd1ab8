import mongoose from 'mongoose';
import { Batcher, DONE } from '../async/batcher.js';
import { PATIENCE_MS } from './batched-reads.js';
import type { Plain } from './plain-documents.js';
import { wholeWrite } from './whole-write.js';

/** The part of a collection that is used here. */
interface Target<T> {
  insertOne(document: Plain<T>): Promise<unknown>;
  insertMany(documents: Plain<T>[], options: { ordered: boolean }): Promise<unknown>;
}

/** Inserts documents. Those that come while a write is running are the next write, so under load many cost one round trip. */
export class BatchedInserts<T> {
  private readonly batcher = new Batcher<Plain<T>, void>((documents) => this.insertAll(documents), {
    patienceMs: PATIENCE_MS,
  });

  constructor(private readonly collection: Target<T>) {}

  /** @throws the error of the database for this document, such as that of a unique index. */
  insert(document: Plain<T>): Promise<void> {
    return this.batcher.add(document);
  }

  private async insertAll(documents: Plain<T>[]): Promise<PromiseSettledResult<void>[]> {
    const refused = documents.length > 1 ? await this.insertMany(documents) : new Set([0]);
    const results = documents.map(() => DONE);
    // The error of a batch does not name the index that refused a document. So each of those is inserted again alone
    await Promise.all([...refused].map(async (at) => (results[at] = await this.insertAlone(documents[at]!))));
    return results;
  }

  /** @returns the places of the documents that were refused. */
  private async insertMany(documents: Plain<T>[]): Promise<Set<number>> {
    try {
      await wholeWrite(this.collection.insertMany(documents, { ordered: false }));
      return new Set();
    } catch (error) {
      if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
      return new Set([error.writeErrors].flat().map(({ index }) => index));
    }
  }

  private async insertAlone(document: Plain<T>): Promise<PromiseSettledResult<void>> {
    const [result] = await Promise.allSettled([this.collection.insertOne(document)]);
    return result.status === 'fulfilled' ? DONE : result;
  }
}
