import { validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { callerOf } from '../caller.js';
import { newCredentialChecks, readCredentials } from './credential-checks.js';
import { SignIns, type SignInParts } from './sign-ins.js';
import { SignUps } from './sign-ups.js';

export function signUp(parts: SignInParts): Router {
  const signUps = new SignUps(parts);
  const signIns = new SignIns(parts);
  return Router().post('/api/users/signup', validateRequest(...newCredentialChecks), async (req, res) => {
    parts.sessions.requireStartable(req);
    const credentials = readCredentials(req);
    const { user, isNew } = await signUps.attempt(req, credentials, callerOf(req, res));
    res.status(isNew ? 201 : 200).json(await signIns.complete(req, res, credentials, user));
  });
}
