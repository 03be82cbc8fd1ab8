import { Bucket, type Taken, unlessRefused } from './bucket.js';
import type { Client } from './client-networks.js';
import { LONGEST_HOLD } from './hold.js';
import { PACE_SECONDS, Pacer } from './pacer.js';
import type { Tally } from './tally.js';
import { DAY } from './times.js';

/** Attempts are slowed from this one on: first by this time, and then by twice the time before. */
const SLOWED_FROM = 4;
const FIRST_HOLD_MS = 250;

/** Limits the failures of one client at one account. */
export class PairLimits {
  private readonly pair = new Pacer('pair', { attempts: 9, seconds: DAY });
  /** Those of the wider IPv6 networks of a client. Somebody who has one can use every /64 in it. */
  private readonly wide = new Pacer('wide', { attempts: 30, seconds: DAY });
  /** The attempts of a pair that were paced. */
  private readonly paced = new Bucket('paced', { attempts: 20, seconds: DAY });
  /** The clients that have used these up share one attempt in a minute. */
  private readonly shared = new Bucket('shared', { attempts: 1, seconds: PACE_SECONDS });

  /**
   * @param isHome says that the owner has signed in from there, so only failures at this very address count.
   * @throws {TooManyRequestsError} when there were too many.
   */
  async count(
    tally: Tally,
    email: string,
    { address, blocks, isIpv6 }: Client,
    isHome: boolean,
  ): Promise<void> {
    const { used, isPaced } = await tally.add(this.pair.take(address, email));
    if (isPaced) tally.slow(LONGEST_HOLD);
    else if (used >= SLOWED_FROM) tally.slow(FIRST_HOLD_MS * 2 ** (used - SLOWED_FROM));
    if (isHome) return;
    if (isIpv6) for (const block of blocks) await tally.add(this.wide.take(block, email));
    if (isPaced) await tally.add(this.takePaced(address, email));
  }

  private async takePaced(address: string, email: string): Promise<Taken> {
    return (await unlessRefused(this.paced.take(address, email))) ?? this.shared.take(email);
  }
}
