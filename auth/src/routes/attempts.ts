import type { SecurityEntry } from '@ticketing/common/http';
import type { Request } from 'express';
import type { Caller } from '../caller.js';
import type { Devices } from '../devices.js';
import { OverloadedError } from '../hashing/overloaded-error.js';
import type { Limits } from '../limits/limits.js';
import type { SecurityLog } from '../security-log.js';

export interface AttemptParts {
  devices: Devices;
  limits: Limits;
  security: SecurityLog;
}

interface Attempt {
  event: SecurityEntry['event'];
  /** The address of the account. */
  email: string;
  caller: Caller;
}

/** Everything that compares a password goes through here: it is limited, and it is in the security log with its outcome. */
export class Attempts {
  constructor(private readonly parts: AttemptParts) {}

  /**
   * @param compare compares the password, and does what only its owner may do. It returns the account, or nothing when the
   * password is wrong.
   * @throws {TooManyRequestsError} when there were too many failures.
   * @throws {OverloadedError} when there is too much to do, or the caller has left.
   */
  async run<U extends { _id: unknown }>(
    req: Request,
    attempt: Attempt,
    compare: () => Promise<U | null | undefined>,
  ): Promise<U | undefined> {
    const { security } = this.parts;
    const { event, email } = attempt;
    const user = await this.limited(req, attempt, compare).catch((error: unknown) => {
      security.recordError(req, error, { event, email });
      throw error;
    });
    const outcome = user ? 'success' : 'failure';
    security.record(req, { event, outcome, email, ...(user && { userId: String(user._id) }) });
    return user ?? undefined;
  }

  private async limited<U>(req: Request, { email, caller }: Attempt, compare: () => Promise<U>): Promise<U> {
    const { devices, limits } = this.parts;
    const knownDevice = devices.knownTo(req, email);
    const giveBack = await limits.countSignIn({ email, caller, knownDevice });
    const user = await compare().catch(async (error: unknown) => {
      if (error instanceof OverloadedError) await giveBack(); // no password was compared
      throw error;
    });
    if (user) await Promise.all([giveBack(), limits.rememberHome(email, caller)]);
    return user;
  }
}
