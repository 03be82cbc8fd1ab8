import { TooManyRequestsError } from '@ticketing/common/errors';
import mongoose from 'mongoose';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { digest } from '../digest.js';

/** Gives a counted attempt back. */
export type GiveBack = () => Promise<void>;

/**
 * Limits the attempts for a key in a window of time. The counts are in the service's database, so all instances count
 * together, and a restart keeps the counts. Each count is one atomic upsert. Make a bucket after mongoose is connected.
 */
export class Bucket {
  private readonly limiter: RateLimiterMongo;

  constructor(name: string, { attempts, seconds }: { attempts: number; seconds: number }) {
    this.limiter = new RateLimiterMongo({
      storeClient: database(),
      tableName: 'limits',
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
  async take(...key: string[]): Promise<GiveBack> {
    const name = digest(...key);
    try {
      return this.undo(name, await this.limiter.consume(name));
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
      if (windowEnds - Date.now() > 1_000) await this.limiter.reward(name);
    };
  }
}

/**
 * Counts are written without waiting for the disk. They are most of the writes of a sign-in, and a lost count allows only
 * a few more attempts within minutes.
 */
function database() {
  const { connection } = mongoose;
  return connection.getClient().db(connection.name, { writeConcern: { w: 1, journal: false } });
}
