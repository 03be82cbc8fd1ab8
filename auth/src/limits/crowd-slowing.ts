import { Bucket } from './bucket.js';
import type { Tally } from './tally.js';
import { HOUR, MINUTE } from './times.js';

const NO_LIMIT = Number.MAX_SAFE_INTEGER;
const HOLD_MS = 1_000;

/** Slows attempts down while many fail, at one account or in the whole system. It refuses nobody. */
export class CrowdSlowing {
  private readonly account = new Bucket('account', { attempts: NO_LIMIT, seconds: HOUR });
  private readonly system = new Bucket('system', { attempts: NO_LIMIT, seconds: 10 * MINUTE });

  async count(tally: Tally, email: string): Promise<void> {
    const atAccount = await tally.add(this.account.take(email));
    const ofAll = await tally.add(this.system.take('all'));
    if (atAccount.used > 20 || ofAll.used > 300) tally.slow(HOLD_MS);
  }
}
