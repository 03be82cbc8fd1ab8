import { TooManyRequestsError } from '@ticketing/common/errors';
import type { Caller } from '../caller.js';
import { Bucket, type GiveBack, type Taken } from './bucket.js';
import { FairQueue } from '../hashing/fair-queue.js';
import { type Hold, hold } from './hold.js';
import { Homes } from './homes.js';
import { PACE_SECONDS, type Paced, Pacer } from './pacer.js';

const MINUTE = 60;
const QUARTER_HOUR = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Attempts are slowed by up to this time. The site waits 5 s for an answer. */
const MAX_HOLD_MS = 2_000;
/** A client with few failures is not refused because others in its IPv4 block failed. They are only neighbours. */
const FEW = 2;

export interface Attempt {
  email: string;
  caller: Caller;
  /** The id of the browser, if it has signed in to this account before. */
  knownDevice: string | undefined;
}

interface Options {
  signUpsPerHour: number;
  failuresPerAddress: number;
  /** How attempts are slowed down. Tests need not wait. */
  hold?: Hold;
}

/**
 * Limits that make guessing passwords slow, and that lock no owner out for more than a minute. An attempt is counted before
 * the password is checked, and given back when the password was right, so simultaneous attempts cannot exceed a limit. The
 * counts are the same when there is no such account. Limits first slow attempts down, and then let one in a minute through.
 * While the database is away, nothing can be counted, and every sign-in fails: the database also holds the accounts.
 */
export class Limits {
  /** Failures of one client at one account. */
  private readonly pair = new Pacer('pair', { attempts: 9, seconds: DAY });
  /** Failures at one account from the wider IPv6 networks of a client. Somebody who has one can use every /64 in it. */
  private readonly wide = new Pacer('wide', { attempts: 30, seconds: DAY });
  /** Paced attempts of one client at one account. The clients that have used them up share one attempt in a minute. */
  private readonly paced = new Bucket('paced', { attempts: 20, seconds: DAY });
  private readonly shared = new Bucket('shared', { attempts: 1, seconds: PACE_SECONDS });
  /** Failures of a known browser at its account. */
  private readonly device = new Pacer('device', { attempts: 9, seconds: QUARTER_HOUR });
  /** Failures of one client, and of its wider networks, at all accounts. */
  private readonly client: Pacer;
  private readonly block: Pacer;
  /** These two only slow attempts down: failures at one account, and of everybody. */
  private readonly account = new Bucket('account', { attempts: Number.MAX_SAFE_INTEGER, seconds: HOUR });
  private readonly system = new Bucket('system', { attempts: Number.MAX_SAFE_INTEGER, seconds: 10 * MINUTE });
  private readonly signUps: Bucket;
  private readonly signUpsOfBlock: Bucket;
  private readonly homes = new Homes();
  private readonly hold: Hold;
  private readonly counting = new FairQueue({ running: 8, waiting: 200, waitMs: 3_000 });

  constructor(options: Options) {
    const { failuresPerAddress, signUpsPerHour } = options;
    this.client = new Pacer('client', { attempts: failuresPerAddress, seconds: HOUR });
    this.block = new Pacer('block', { attempts: 4 * failuresPerAddress, seconds: HOUR });
    this.signUps = new Bucket('signups', { attempts: signUpsPerHour, seconds: HOUR });
    this.signUpsOfBlock = new Bucket('signups-block', { attempts: 4 * signUpsPerHour, seconds: HOUR });
    this.hold = options.hold ?? hold;
  }

  /** Wait for this before anything is counted. */
  createIndexes(): Promise<void> {
    return this.signUps.createIndexes(); // all buckets are in one collection
  }

  /**
   * Counts a sign-up. Sign-ups are limited because each costs a hash, and reveals whether an e-mail address is in use.
   * @throws {TooManyRequestsError} when there were too many.
   */
  async countSignUp({ networks }: Caller): Promise<void> {
    const { client, blocks } = split(networks);
    await takeAll(
      () => this.signUps.take(client),
      ...blocks.map((block) => () => this.signUpsOfBlock.take(block)),
    );
  }

  /**
   * Counts an attempt to sign in, and slows it down when there were many failures.
   * @returns a function that gives the attempt back. Call it when the password was right.
   * @throws {TooManyRequestsError} when there were too many failures. The next attempt is allowed within a minute.
   */
  async countSignIn({ email, caller, knownDevice }: Attempt): Promise<GiveBack> {
    // a known browser can only guess at its own accounts, so one limit is enough; failures of others, at the account or
    // from the same address, do not count against it
    if (knownDevice) return (await this.device.take(knownDevice, email)).giveBack;
    const { client, blocks } = split(caller.networks);
    // neither do failures of others count against a browser in a network from which the owner has signed in before
    const isHome = await this.homes.isHome(email, client);
    let slow = 0;
    const slowedBy = (ms: number) => void (slow = Math.max(slow, ms));
    let atAccount: Paced | undefined;
    let ofClient: Paced | undefined;
    const isIpv6 = client.includes(':');
    const isNeighbour = () => !isIpv6 && ofClient?.isPaced === false && ofClient.used <= FEW;
    // the narrowest limit comes first: its refusals do not count for the wider ones, or one client could use those up
    const giveBack = await this.takeInTurn(
      caller,
      async () => {
        atAccount = await this.pair.take(client, email);
        slowedBy(atAccount.isPaced ? MAX_HOLD_MS : 250 * 2 ** (atAccount.used - 4));
        return atAccount;
      },
      ...(isHome
        ? []
        : [
            ...(isIpv6 ? blocks.map((block) => () => this.wide.take(block, email)) : []),
            async () => {
              ofClient = await this.client.take(client);
              if (ofClient.isPaced) slowedBy(MAX_HOLD_MS);
              return ofClient;
            },
            ...blocks.map((block) => async () => {
              if (!isNeighbour()) return this.block.take(block);
              return this.block.take(block).catch((error: unknown) => {
                slowedBy(MAX_HOLD_MS);
                return unlessRefused(error);
              });
            }),
            async () => (atAccount?.isPaced ? this.takeShared(client, email) : NOTHING),
            async () => {
              const taken = await this.account.take(email);
              if (taken.used > 20) slowedBy(MAX_HOLD_MS / 2);
              return taken;
            },
            async () => {
              const taken = await this.system.take('all');
              if (taken.used > 300) slowedBy(MAX_HOLD_MS / 2);
              return taken;
            },
          ]),
    );
    if (slow >= 250) await this.hold(Math.min(slow, MAX_HOLD_MS), caller.signal);
    return giveBack;
  }

  /** The database, too, serves a crowd in turns. */
  private takeInTurn(caller: Caller, ...takes: (() => Promise<Taken>)[]): Promise<GiveBack> {
    return this.counting.run(caller, () => takeAll(...takes));
  }

  /** Remembers that the owner of an account signs in from this network. */
  async rememberHome(email: string, { networks }: Caller): Promise<void> {
    await this.homes.remember(email, split(networks).client);
  }

  /** A paced attempt of a client at an account, or the one that all clients share that have had many. */
  private async takeShared(client: string, email: string): Promise<Taken> {
    const own = await this.paced.take(client, email).catch(unlessRefused);
    return own === NOTHING ? this.shared.take(email) : own;
  }
}

const NOTHING: Taken = { used: 0, giveBack: async () => {} };

function unlessRefused(error: unknown): Taken {
  if (error instanceof TooManyRequestsError) return NOTHING;
  throw error;
}

/** The network for which a client is counted, and the wider ones. */
function split(networks: readonly string[]): { client: string; blocks: readonly string[] } {
  return { client: networks.at(-1) ?? '', blocks: networks.slice(0, -1) };
}

/** Takes from each bucket in this order. When one refuses, the others get their attempts back. */
async function takeAll(...takes: (() => Promise<Taken>)[]): Promise<GiveBack> {
  const taken: Taken[] = [];
  const giveBack = async () => void (await Promise.all(taken.map((one) => one.giveBack())));
  try {
    for (const take of takes) taken.push(await take());
  } catch (refused) {
    await giveBack();
    throw refused;
  }
  return giveBack;
}
