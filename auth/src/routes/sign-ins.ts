import type { Sessions, SessionSigner, UserPayload } from '@ticketing/common/http';
import type { Request, Response } from 'express';
import { Types } from 'mongoose';
import type { Caller } from '../caller.js';
import type { Devices } from '../devices.js';
import { OverloadedError } from '../hashing/overloaded-error.js';
import type { Limits } from '../limits/limits.js';
import { authenticate, type Credentials, presentUser } from '../models/user.js';
import type { SecurityLog } from '../security-log.js';

export interface SignInParts {
  sessions: Sessions;
  signer: SessionSigner;
  devices: Devices;
  limits: Limits;
  security: SecurityLog;
}

/** The steps that a sign-in and the repetition of a sign-up have in common. */
export class SignIns {
  constructor(private readonly parts: SignInParts) {}

  /**
   * Compares a password within the limits of sign-ins, and writes the outcome into the security log.
   * @returns the user, or null when the address or the password is wrong.
   * @throws {TooManyRequestsError} when there were too many failures.
   * @throws {OverloadedError} when there is too much to do, or the caller has left.
   */
  async attempt(event: 'sign-in' | 'sign-up', req: Request, credentials: Credentials, caller: Caller) {
    const { security } = this.parts;
    const { email } = credentials;
    const user = await this.compare(req, credentials, caller).catch((error: unknown) => {
      security.recordError(req, error, { event, email });
      throw error;
    });
    const outcome = user ? 'success' : 'failure';
    security.record(req, { event, outcome, email, ...(user && { userId: String(user._id) }) });
    return user;
  }

  private async compare(req: Request, credentials: Credentials, caller: Caller) {
    const { devices, limits } = this.parts;
    const { email } = credentials;
    const knownDevice = devices.knownTo(req, email);
    const giveBack = await limits.countSignIn({ email, caller, knownDevice });
    const user = await authenticate(credentials, caller).catch(async (error: unknown) => {
      if (error instanceof OverloadedError) await giveBack(); // no password was compared
      throw error;
    });
    if (user) await Promise.all([giveBack(), limits.rememberHome(email, caller)]);
    return user;
  }

  /** Signs `found` in with the answer, and returns the body of the answer. */
  async complete(
    req: Request,
    res: Response,
    { email }: Credentials,
    found: Parameters<typeof presentUser>[0],
  ): Promise<UserPayload> {
    const { sessions, signer, devices } = this.parts;
    const user = presentUser(found);
    const id = new Types.ObjectId().toHexString();
    sessions.start(req, await signer.sign({ id, userId: user.id, email: user.email }));
    devices.remember(req, res, email);
    return user;
  }
}
