import { type Sessions, userOf } from '@ticketing/common/http';
import { Router } from 'express';
import { endSession } from '../models/sign-out.js';
import type { SecurityLog } from '../security-log.js';

export function signOut({ sessions, security }: { sessions: Sessions; security: SecurityLog }): Router {
  return Router().post('/api/users/signout', async (req, res) => {
    if (userOf(req) && req.currentSession) await endSession(req.currentSession);
    sessions.end(req);
    security.record(req, { event: 'sign-out', outcome: 'success' });
    res.json({});
  });
}
