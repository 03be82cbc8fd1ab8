import { validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { InTurn } from '../in-turn.js';
import { clientAddress } from '../limits/client-address.js';
import { EmailInUseError, findUser, register } from '../models/user.js';
import { newCredentialChecks, readCredentials } from './credential-checks.js';
import { SignIns, type SignInParts } from './sign-ins.js';

export function signUp(parts: SignInParts): Router {
  const signIns = new SignIns(parts);
  // simultaneous sign-ups of one address would all be counted as failures until their passwords are checked
  const inTurn = new InTurn();
  return Router().post('/api/users/signup', validateRequest(...newCredentialChecks), async (req, res) => {
    parts.sessions.requireStartable(req);
    await parts.limits.countSignUp(clientAddress(req));
    const credentials = readCredentials(req);
    const { user, isNew } = await inTurn.run(credentials.email, async () => {
      const made = (await findUser(credentials)) ? undefined : await registerUnlessTaken(credentials);
      if (made) return { user: made, isNew: true };
      // the answer to an earlier sign-up was lost, or somebody else tries the address
      const found = await signIns.attempt(req, credentials);
      if (!found) throw new EmailInUseError();
      return { user: found, isNew: false };
    });
    res.status(isNew ? 201 : 200).json(await signIns.complete(req, res, credentials, user));
  });
}

/** It is undefined when another sign-up has taken the address a moment ago. */
async function registerUnlessTaken(credentials: Parameters<typeof register>[0]) {
  return register(credentials).catch((error: unknown) => {
    if (error instanceof EmailInUseError) return undefined;
    throw error;
  });
}
