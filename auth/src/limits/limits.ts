import type { Indexed } from '@ticketing/common';
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
 * Limits that make guessing passwords slow without letting anybody lock an owner out. An attempt is counted before the
 * password is checked and given back when it was right, so that attempts at the same time can't slip through. Where
 * there is no such account the counts are the same. While the database is away nothing can be counted; it holds the
 * accounts too, so the sign-in fails rather than goes unlimited.
 */
export class Limits implements Indexed {
  private readonly pair = new Bucket('pair', { attempts: 10, seconds: QUARTER_HOUR });
  private readonly account = new Bucket('account', { attempts: 100, seconds: HOUR });
  private readonly device = new Bucket('device', { attempts: 10, seconds: QUARTER_HOUR });
  private readonly address: Bucket;
  private readonly signUps: Bucket;

  constructor(limits: { signUpsPerHour: number; failuresPerAddress: number }) {
    this.address = new Bucket('address', { attempts: limits.failuresPerAddress, seconds: QUARTER_HOUR });
    this.signUps = new Bucket('signups', { attempts: limits.signUpsPerHour, seconds: HOUR });
  }

  createIndexes(): Promise<void> {
    return this.pair.createIndexes(); // they are all in one collection
  }

  /** Counts a sign-up: it costs a hash and tells whether an address is in use. @throws {TooManyRequestsError} */
  async countSignUp(address: string): Promise<void> {
    await this.signUps.take(address);
  }

  /**
   * Counts an attempt to sign in.
   * @returns what to call when the password was right.
   * @throws {TooManyRequestsError}
   */
  countSignIn({ email, address, knownDevice }: Attempt): Promise<GiveBack> {
    // a known browser can fail only in the name of its own accounts, so it needs no other limit, and others' failures,
    // at the account or from the same address, are not held against it
    if (knownDevice) return this.device.take(knownDevice, email);
    // the narrowest first: who is refused there does not count against the account, or one address could use it up
    return takeAll(
      () => this.pair.take(address, email),
      () => this.address.take(address),
      () => this.account.take(email),
    );
  }
}

/** Takes in this order; all or, when one refuses, none. */
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
