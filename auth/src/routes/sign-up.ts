import { type Sessions, validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import type { Devices } from '../devices.js';
import { clientAddress } from '../limits/client-address.js';
import type { Limits } from '../limits/limits.js';
import { presentUser, register } from '../models/user.js';
import { newCredentialChecks, readCredentials } from './credential-checks.js';

interface Parts {
  sessions: Sessions;
  devices: Devices;
  limits: Limits;
}

export function signUp({ sessions, devices, limits }: Parts): Router {
  return Router().post('/api/users/signup', validateRequest(...newCredentialChecks), async (req, res) => {
    await limits.countSignUp(clientAddress(req));
    const user = presentUser(await register(readCredentials(req)));
    sessions.start(req, user);
    devices.remember(req, res, user.email);
    res.status(201).json(user);
  });
}
