import type { Sessions, SessionSigner, UserPayload } from '@ticketing/common/http';
import type { Request, Response } from 'express';
import { Types } from 'mongoose';
import type { Devices } from '../devices.js';
import { clientAddress } from '../limits/client-address.js';
import type { Limits } from '../limits/limits.js';
import { authenticate, type Credentials, presentUser } from '../models/user.js';

export interface SignInParts {
  sessions: Sessions;
  signer: SessionSigner;
  devices: Devices;
  limits: Limits;
}

/** The steps that a sign-in and the repetition of a sign-up have in common. */
export class SignIns {
  constructor(private readonly parts: SignInParts) {}

  /**
   * Compares a password within the limits of sign-ins.
   * @returns the user, or null when the address or the password is wrong.
   * @throws {TooManyRequestsError} when there were too many failures.
   */
  async attempt(req: Request, credentials: Credentials) {
    const { devices, limits } = this.parts;
    const { email } = credentials;
    const knownDevice = devices.knownTo(req, email);
    const giveBack = await limits.countSignIn({ email, address: clientAddress(req), knownDevice });
    const user = await authenticate(credentials);
    if (user) await giveBack();
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
