import { BadRequestError } from '@ticketing/common/errors';
import { type Sessions, validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import type { Devices } from '../devices.js';
import { clientAddress } from '../limits/client-address.js';
import type { Limits } from '../limits/limits.js';
import { authenticate, presentUser } from '../models/user.js';
import { credentialChecks, readCredentials } from './credential-checks.js';

interface Parts {
  sessions: Sessions;
  devices: Devices;
  limits: Limits;
}

export function signIn({ sessions, devices, limits }: Parts): Router {
  return Router().post('/api/users/signin', validateRequest(...credentialChecks), async (req, res) => {
    const credentials = readCredentials(req);
    const { email } = credentials;
    const knownDevice = devices.knownTo(req, email);
    const giveBack = await limits.countSignIn({ email, address: clientAddress(req), knownDevice });
    const found = await authenticate(credentials);
    if (!found) throw new BadRequestError('Invalid credentials');
    await giveBack();
    const user = presentUser(found);
    sessions.start(req, user);
    devices.remember(req, res, email);
    res.json(user);
  });
}
