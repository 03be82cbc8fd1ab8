import { validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { type Caller, callerOf } from '../caller.js';
import { InTurn } from '../in-turn.js';
import { type Credentials, EmailInUseError, findUser, register } from '../models/user.js';
import { newCredentialChecks, readCredentials } from './credential-checks.js';
import { SignIns, type SignInParts } from './sign-ins.js';

export function signUp(parts: SignInParts): Router {
  const signIns = new SignIns(parts);
  // simultaneous sign-ups of one account would all be counted as failures until their passwords are checked; those of other
  // clients do not wait, or somebody could hold up the sign-up of another
  const inTurn = new InTurn(30);
  return Router().post('/api/users/signup', validateRequest(...newCredentialChecks), async (req, res) => {
    parts.sessions.requireStartable(req);
    const caller = callerOf(req, res);
    const client = caller.networks.at(-1) ?? '';
    await parts.limits.countSignUp(caller);
    const credentials = readCredentials(req);
    const { user, isNew } = await inTurn.run(`${client} ${credentials.email}`, async () => {
      const made = (await findUser(credentials)) ? undefined : await registerUnlessTaken(credentials, caller);
      if (made) {
        parts.security.record(req, {
          event: 'sign-up',
          outcome: 'success',
          userId: String(made._id),
          email: credentials.email,
        });
        await parts.limits.rememberHome(credentials.email, caller);
        return { user: made, isNew: true };
      }
      // the answer to an earlier sign-up was lost, or somebody else tries the address
      const found = await signIns.attempt('sign-up', req, credentials, caller);
      if (!found) throw new EmailInUseError();
      return { user: found, isNew: false };
    });
    res.status(isNew ? 201 : 200).json(await signIns.complete(req, res, credentials, user));
  });
}

/** It is undefined when another sign-up has taken the address a moment ago. */
async function registerUnlessTaken(credentials: Credentials, caller: Caller) {
  return register(credentials, caller).catch((error: unknown) => {
    if (error instanceof EmailInUseError) return undefined;
    throw error;
  });
}
