import { TooManyRequestsError } from '@ticketing/common/errors';
import mongoose from 'mongoose';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { digest } from '../digest.js';

/** Gives a counted attempt back. */
export type GiveBack = () => Promise<void>;

/** An attempt that was counted. */
export interface Taken {
  /** How many attempts the window has by now, with this one. */
  readonly used: number;
  readonly giveBack: GiveBack;
}

/**
 * Limits the attempts for a key in a window of time. The counts are in the service's database, so all instances count
 * together, and a restart keeps the counts. Each count is one atomic upsert. Make a bucket after mongoose is connected.
 */
export class Bucket {
  private readonly limiter: RateLimiterMongo;

  constructor(name: string, { attempts, seconds }: { attempts: number; seconds: number }) {
    this.limiter = new RateLimiterMongo({
      storeClient: countsDatabase(),
      tableName: TABLE,
      keyPrefix: name,
      points: attempts,
      duration: seconds,
      disableIndexesCreation: true, // `createIndexes` makes them at the start and waits for them
    });
  }

  createIndexes(): Promise<void> {
    return this.limiter.createIndexes();
  }

  /**
   * Counts one attempt.
   * @param key the parts of the key.
   * @throws {TooManyRequestsError} when there were too many attempts. Then this attempt is not counted.
   */
  async take(...key: string[]): Promise<Taken> {
    const name = digest(...key);
    try {
      const result = await this.limiter.consume(name);
      return { used: result.consumedPoints, giveBack: this.undo(name, result) };
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      await this.undo(name, refused)();
      throw new TooManyRequestsError(refused.msBeforeNext / 1000);
    }
  }

  private undo(name: string, { msBeforeNext }: RateLimiterRes): GiveBack {
    const windowEnds = Date.now() + msBeforeNext;
    return async () => {
      // in the next window, an attempt that is given back would allow one attempt too many
      if (windowEnds - Date.now() <= 1_000) return;
      const { consumedPoints } = await this.limiter.reward(name);
      if (consumedPoints <= 0) await this.forget(name);
    };
  }

  /** Deletes a count that is 0: attempts that were given back leave no entries, so refused ones cannot fill the database. */
  private async forget(name: string): Promise<void> {
    const key = this.limiter.getKey(name);
    await countsDatabase()
      .collection(TABLE)
      .deleteOne({ key, points: { $lte: 0 } });
  }
}

/** What a bucket has counted, or undefined when it has refused. */
export async function unlessRefused<T>(taking: Promise<T>): Promise<T | undefined> {
  return taking.catch((error: unknown) => {
    if (error instanceof TooManyRequestsError) return undefined;
    throw error;
  });
}

/** The collection of the counts. */
export const TABLE = 'limits';

/**
 * Counts are written without waiting for the disk. They are most of the writes of a sign-in, and a lost count allows only
 * a few more attempts within minutes.
 */
export function countsDatabase() {
  const { connection } = mongoose;
  return connection.getClient().db(connection.name, { writeConcern: { w: 1, journal: false } });
}
