import type { Request } from 'express';
import type { Caller } from '../caller.js';
import { InTurn } from '../in-turn.js';
import { type Credentials, EmailInUseError, findUser, register } from '../models/user.js';
import { SignIns, type SignInParts } from './sign-ins.js';

/** So many sign-ups of one client for one account may wait. */
const LONGEST_LINE = 30;

/** Makes accounts. A sign-up that is repeated signs in, because its answer may have been lost. */
export class SignUps {
  private readonly signIns: SignIns;
  /**
   * Simultaneous sign-ups of one account would all be counted as failures until their passwords are checked. Those of other
   * clients do not wait, or somebody could hold up the sign-up of another.
   */
  private readonly inTurn = new InTurn(LONGEST_LINE);

  constructor(private readonly parts: SignInParts) {
    this.signIns = new SignIns(parts);
  }

  /**
   * Makes an account within the limits of sign-ups, and writes the outcome into the security log.
   * @throws {TooManyRequestsError} when there were too many sign-ups, or too many wrong passwords for this account.
   * @throws {EmailInUseError} when the account has another password.
   * @throws {OverloadedError} when there is too much to do, or the caller has left.
   */
  async attempt(req: Request, credentials: Credentials, caller: Caller) {
    await this.parts.limits.countSignUp(caller);
    const client = caller.networks.at(-1) ?? '';
    return this.inTurn.run(`${client} ${credentials.email}`, async () => {
      const made = await this.makeUnlessTaken(req, credentials, caller);
      if (made) return { user: made, isNew: true };
      // the answer to an earlier sign-up was lost, or somebody else tries the address
      const found = await this.signIns.attempt('sign-up', req, credentials, caller);
      if (!found) throw new EmailInUseError();
      return { user: found, isNew: false };
    });
  }

  /** It returns undefined when there is an account already, also when another sign-up has made it a moment ago. */
  private async makeUnlessTaken(req: Request, credentials: Credentials, caller: Caller) {
    if (await findUser(credentials)) return undefined;
    try {
      const user = await register(credentials, caller);
      const { email } = credentials;
      this.parts.security.record(req, {
        event: 'sign-up',
        outcome: 'success',
        userId: String(user._id),
        email,
      });
      await this.parts.limits.rememberHome(email, caller);
      return user;
    } catch (error) {
      if (error instanceof EmailInUseError) return undefined;
      throw error;
    }
  }
}
