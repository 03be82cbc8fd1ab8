import { unlessRefused } from './bucket.js';
import type { Client } from './client-networks.js';
import { LONGEST_HOLD } from './hold.js';
import { Pacer } from './pacer.js';
import type { Tally } from './tally.js';
import { HOUR } from './times.js';

/** A block of addresses may have this many times as many failures as one address. */
export const BLOCK_FACTOR = 4;
/** A client with few failures is not refused because others in its IPv4 block failed. They are only neighbours. */
const FEW = 2;

/** Limits the failures of one client, and of its blocks, at all accounts. */
export class ClientLimits {
  private readonly ofAddress: Pacer;
  private readonly ofBlock: Pacer;

  constructor(failuresPerAddress: number) {
    this.ofAddress = new Pacer('client', { attempts: failuresPerAddress, seconds: HOUR });
    this.ofBlock = new Pacer('block', { attempts: BLOCK_FACTOR * failuresPerAddress, seconds: HOUR });
  }

  /** @throws {TooManyRequestsError} when there were too many. */
  async count(tally: Tally, { address, blocks, isIpv6 }: Client): Promise<void> {
    const { used, isPaced } = await tally.add(this.ofAddress.take(address));
    if (isPaced) tally.slow(LONGEST_HOLD);
    const isNeighbour = !isIpv6 && !isPaced && used <= FEW;
    for (const block of blocks) {
      const taken = tally.add(this.ofBlock.take(block));
      if (!isNeighbour) await taken;
      else if (!(await unlessRefused(taken))) tally.slow(LONGEST_HOLD);
    }
  }
}
