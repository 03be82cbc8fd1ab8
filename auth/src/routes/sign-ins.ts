import type { Sessions, SessionSigner, UserPayload } from '@ticketing/common/http';
import type { Request, Response } from 'express';
import { Types } from 'mongoose';
import type { Caller } from '../caller.js';
import { endSession } from '../models/sign-out.js';
import { authenticate, type Credentials, presentUser, type UserDocument } from '../models/user.js';
import { type AttemptParts, Attempts } from './attempts.js';

export interface SignInParts extends AttemptParts {
  sessions: Sessions;
  signer: SessionSigner;
}

/** The steps that a sign-in and the repetition of a sign-up have in common. */
export class SignIns {
  private readonly attempts: Attempts;

  constructor(private readonly parts: SignInParts) {
    this.attempts = new Attempts(parts);
  }

  /** The user, or undefined when the address or the password is wrong. It throws what `Attempts.run` throws. */
  attempt(event: 'sign-in' | 'sign-up', req: Request, credentials: Credentials, caller: Caller) {
    const attempt = { event, email: credentials.email, caller };
    return this.attempts.run(req, attempt, () => authenticate(credentials, caller));
  }

  /**
   * Signs `found` in with the answer, and returns the body of the answer. The session that the browser had before ends, because
   * nobody can sign out of it any more.
   */
  async complete(
    req: Request,
    res: Response,
    { email }: Credentials,
    found: UserDocument,
  ): Promise<UserPayload> {
    const { sessions, signer, devices } = this.parts;
    const user = presentUser(found);
    const id = new Types.ObjectId().toHexString();
    const { generation } = found;
    const token = await signer.sign({ id, userId: user.id, email: user.email, generation });
    if (req.currentSession) await endSession(req.currentSession);
    sessions.start(req, token);
    devices.remember(req, res, email);
    return user;
  }
}
