import { TooManyRequestsError } from '@ticketing/common/errors';
import mongoose from 'mongoose';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { digest } from '../digest.js';

/** Undoes a `take`. */
export type GiveBack = () => Promise<void>;

/**
 * Counts attempts by key, so many in so long, in the service's database: all instances count together, and no restart
 * forgets. Each count is one atomic upsert. To be made when mongoose is connected.
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
      disableIndexesCreation: true, // made, and waited for, at the start
    });
  }

  createIndexes(): Promise<void> {
    return this.limiter.createIndexes();
  }

  /**
   * Counts one attempt.
   * @throws {TooManyRequestsError} when there were too many; this one is then not counted.
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
      // given back to the next window, it would be an attempt too many there
      if (windowEnds - Date.now() > 1_000) await this.limiter.reward(name);
    };
  }
}

/** Counts need not be on disk before they are answered: they make up most of a sign-in's writes, and are worth minutes. */
function database() {
  const { connection } = mongoose;
  return connection.getClient().db(connection.name, { writeConcern: { w: 1, journal: false } });
}
