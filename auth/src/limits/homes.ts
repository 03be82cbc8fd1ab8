import { RateLimiterMongo } from 'rate-limiter-flexible';
import { digest } from '../digest.js';
import { countsDatabase, TABLE } from './bucket.js';

const REMEMBERED_SECONDS = 90 * 24 * 60 * 60;

/** Remembers for 90 days from which networks somebody has signed in to an account. The entries show neither. */
export class Homes {
  private readonly entries = new RateLimiterMongo({
    storeClient: countsDatabase(),
    tableName: TABLE,
    keyPrefix: 'home',
    points: 1,
    duration: REMEMBERED_SECONDS,
    disableIndexesCreation: true,
  });

  async remember(email: string, client: string): Promise<void> {
    await this.entries.set(digest(client, email), 1, REMEMBERED_SECONDS);
  }

  async isHome(email: string, client: string): Promise<boolean> {
    return (await this.entries.get(digest(client, email))) !== null;
  }
}
