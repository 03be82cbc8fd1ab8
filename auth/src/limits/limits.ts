import type { Caller } from '../caller.js';
import { FairQueue } from '../hashing/fair-queue.js';
import type { GiveBack } from './bucket.js';
import { ClientLimits } from './client-limits.js';
import { clientOf } from './client-networks.js';
import { CrowdSlowing } from './crowd-slowing.js';
import { type Hold, hold } from './hold.js';
import { Homes } from './homes.js';
import { Pacer } from './pacer.js';
import { PairLimits } from './pair-limits.js';
import { SignUpLimits } from './sign-up-limits.js';
import { Tally } from './tally.js';
import { QUARTER_HOUR } from './times.js';

interface Attempt {
  email: string;
  caller: Caller;
  /** The id of the browser, if it has signed in to this account before. */
  knownDevice: string | undefined;
}

interface Options {
  signUpsPerHour: number;
  failuresPerAddress: number;
  /** Attempts are slowed down by at most this time. */
  holdSeconds: number;
  /** How attempts are slowed down. A test looks at it. */
  hold?: Hold;
}

/**
 * Limits that make guessing passwords slow, and that lock no owner out for more than a minute. An attempt is counted before
 * the password is checked, and given back when the password was right, so simultaneous attempts cannot exceed a limit. The
 * counts are the same when there is no such account. Limits first slow attempts down, and then let one in a minute through.
 * While the database is away, nothing can be counted, and every sign-in fails: the database also holds the accounts.
 */
export class Limits {
  private readonly pairs = new PairLimits();
  private readonly clients: ClientLimits;
  private readonly crowd = new CrowdSlowing();
  /** Failures of a known browser at its account. */
  private readonly devices = new Pacer('device', { attempts: 9, seconds: QUARTER_HOUR });
  private readonly homes = new Homes();
  private readonly signUps: SignUpLimits;
  /** The database, too, serves a crowd in turns. */
  private readonly counting = new FairQueue({ running: 8, waiting: 200, waitMs: 3_000 });
  private readonly hold: Hold;
  private readonly longestHoldMs: number;

  constructor({ signUpsPerHour, failuresPerAddress, holdSeconds, ...options }: Options) {
    this.clients = new ClientLimits(failuresPerAddress);
    this.signUps = new SignUpLimits(signUpsPerHour);
    this.hold = options.hold ?? hold;
    this.longestHoldMs = holdSeconds * 1000;
  }

  /** Wait for this before anything is counted. */
  createIndexes(): Promise<void> {
    return this.signUps.createIndexes(); // all counts are in one collection
  }

  /** @throws {TooManyRequestsError} when there were too many sign-ups. */
  countSignUp(caller: Caller): Promise<void> {
    return this.signUps.count(caller);
  }

  /**
   * Counts an attempt to sign in, and slows it down when there were many failures.
   * @returns a function that gives the attempt back. Call it when the password was right.
   * @throws {TooManyRequestsError} when there were too many failures. The next attempt is allowed within a minute.
   * @throws {OverloadedError} when there is too much to do, or the caller has left.
   */
  async countSignIn({ email, caller, knownDevice }: Attempt): Promise<GiveBack> {
    // a known browser can only guess at its own accounts, so one limit is enough; failures of others, at the account or
    // from the same address, do not count against it
    if (knownDevice) return (await this.devices.take(knownDevice, email)).giveBack;
    const client = clientOf(caller.networks);
    // neither do failures of others count against a browser in a network from which the owner has signed in before
    const isHome = await this.homes.isHome(email, client.address);
    const count = async (tally: Tally) => {
      // the narrowest limit comes first: its refusals do not count for the wider ones, or one client could use those up
      await this.pairs.count(tally, email, client, isHome);
      if (isHome) return;
      await this.clients.count(tally, client);
      await this.crowd.count(tally, email);
    };
    const tally = await this.counting.run(caller, () => Tally.of(count));
    if (tally.holdMs > 0) await this.hold(Math.min(tally.holdMs, this.longestHoldMs), caller.signal);
    return tally.giveBack;
  }

  /** Remembers that the owner of an account signs in from this network. */
  async rememberHome(email: string, { networks }: Caller): Promise<void> {
    await this.homes.remember(email, clientOf(networks).address);
  }
}
