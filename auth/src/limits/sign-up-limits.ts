import type { Caller } from '../caller.js';
import { Bucket } from './bucket.js';
import { BLOCK_FACTOR } from './client-limits.js';
import { clientOf } from './client-networks.js';
import { Tally } from './tally.js';
import { HOUR } from './times.js';

/** Limits sign-ups, because each costs a hash, and reveals whether an e-mail address is in use. */
export class SignUpLimits {
  private readonly ofAddress: Bucket;
  private readonly ofBlock: Bucket;

  constructor(perHour: number) {
    this.ofAddress = new Bucket('signups', { attempts: perHour, seconds: HOUR });
    this.ofBlock = new Bucket('signups-block', { attempts: BLOCK_FACTOR * perHour, seconds: HOUR });
  }

  createIndexes(): Promise<void> {
    return this.ofAddress.createIndexes();
  }

  /** @throws {TooManyRequestsError} when there were too many. */
  async count(caller: Caller): Promise<void> {
    const { address, blocks } = clientOf(caller.networks);
    await Tally.of(async (tally) => {
      await tally.add(this.ofAddress.take(address));
      for (const block of blocks) await tally.add(this.ofBlock.take(block));
    });
  }
}
