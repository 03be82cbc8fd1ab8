import { BadRequestError } from '@ticketing/common/errors';
import { validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { callerOf } from '../caller.js';
import { credentialChecks, readCredentials } from './credential-checks.js';
import { SignIns, type SignInParts } from './sign-ins.js';

export function signIn(parts: SignInParts): Router {
  const signIns = new SignIns(parts);
  return Router().post('/api/users/signin', validateRequest(...credentialChecks), async (req, res) => {
    parts.sessions.requireStartable(req);
    const credentials = readCredentials(req);
    const user = await signIns.attempt('sign-in', req, credentials, callerOf(req, res));
    if (!user) throw new BadRequestError('Invalid credentials');
    res.json(await signIns.complete(req, res, credentials, user));
  });
}
