import { Bucket, type GiveBack } from './bucket.js';

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

export interface Attempt {
  email: string;
  address: string;
  /** The id of the browser, if it has signed in to this account before. */
  knownDevice: string | undefined;
}

/**
 * Limits that make guessing passwords slow, and that let nobody lock an owner out. An attempt is counted before the
 * password is checked, and given back when the password was right, so simultaneous attempts cannot exceed a limit. The
 * counts are the same when there is no such account. While the database is away, nothing can be counted, and every sign-in
 * fails: the database also holds the accounts.
 */
export class Limits {
  private readonly pair = new Bucket('pair', { attempts: 10, seconds: QUARTER_HOUR });
  private readonly account = new Bucket('account', { attempts: 100, seconds: HOUR });
  private readonly device = new Bucket('device', { attempts: 10, seconds: QUARTER_HOUR });
  private readonly address: Bucket;
  private readonly signUps: Bucket;

  constructor(limits: { signUpsPerHour: number; failuresPerAddress: number }) {
    this.address = new Bucket('address', { attempts: limits.failuresPerAddress, seconds: QUARTER_HOUR });
    this.signUps = new Bucket('signups', { attempts: limits.signUpsPerHour, seconds: HOUR });
  }

  /** Wait for this before anything is counted. */
  createIndexes(): Promise<void> {
    return this.pair.createIndexes(); // all buckets are in one collection
  }

  /**
   * Counts a sign-up. Sign-ups are limited because each costs a hash, and reveals whether an e-mail address is in use.
   * @throws {TooManyRequestsError} when there were too many.
   */
  async countSignUp(address: string): Promise<void> {
    await this.signUps.take(address);
  }

  /**
   * Counts an attempt to sign in.
   * @returns a function that gives the attempt back. Call it when the password was right.
   * @throws {TooManyRequestsError} when there were too many.
   */
  countSignIn({ email, address, knownDevice }: Attempt): Promise<GiveBack> {
    // a known browser can only guess at its own accounts, so one limit is enough; failures of others, at the account or
    // from the same address, do not count against it
    if (knownDevice) return this.device.take(knownDevice, email);
    // the narrowest limit comes first: its refusals do not count for the account, or one address could use that up
    return takeAll(
      () => this.pair.take(address, email),
      () => this.address.take(address),
      () => this.account.take(email),
    );
  }
}

/** Takes from each bucket in this order. When one refuses, the others get their attempts back. */
async function takeAll(...takes: (() => Promise<GiveBack>)[]): Promise<GiveBack> {
  const taken: GiveBack[] = [];
  const giveBack = async () => void (await Promise.all(taken.map((undo) => undo())));
  try {
    for (const take of takes) taken.push(await take());
  } catch (refused) {
    await giveBack();
    throw refused;
  }
  return giveBack;
}
