import { createApp, type Health, type Sessions, type SessionSigner } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import type { Devices } from './devices.js';
import type { Limits } from './limits/limits.js';
import type { SecurityLog } from './security-log.js';
import { changePasswordRoute } from './routes/change-password.js';
import { currentUser } from './routes/current-user.js';
import { deleteAccountRoute } from './routes/delete-account.js';
import { signIn } from './routes/sign-in.js';
import { signOut } from './routes/sign-out.js';
import { signOutEverywhere } from './routes/sign-out-everywhere.js';
import { signUp } from './routes/sign-up.js';

interface Parts {
  logger: Logger;
  health: Health;
  sessions: Sessions;
  signer: SessionSigner;
  devices: Devices;
  limits: Limits;
  security: SecurityLog;
}

export function authApp({ logger, health, ...parts }: Parts) {
  const routes = [
    signUp(parts),
    signIn(parts),
    signOut(parts),
    signOutEverywhere(parts),
    changePasswordRoute(parts),
    deleteAccountRoute(parts),
    currentUser,
  ];
  return createApp({ logger, health, sessions: parts.sessions, routes });
}
