import { requireAuth, sessionOf } from '@ticketing/common/http';
import { Router } from 'express';
import { changeOwnAccount } from '../models/user.js';
import type { SecurityLog } from '../security-log.js';

/** Ends all other sessions of the account. This one goes on. */
export function signOutEverywhere({ security }: { security: SecurityLog }): Router {
  return Router().post('/api/users/signout-everywhere', requireAuth, async (req, res) => {
    const session = sessionOf(req);
    await changeOwnAccount(session, (user) => user.endOtherSessions(session.id));
    security.record(req, { event: 'sign-out-everywhere', outcome: 'success' });
    res.json({});
  });
}
