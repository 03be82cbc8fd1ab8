import type { Sessions } from '@ticketing/common/http';
import { Router } from 'express';
import type { SecurityLog } from '../security-log.js';

export function signOut({ sessions, security }: { sessions: Sessions; security: SecurityLog }): Router {
  return Router().post('/api/users/signout', (req, res) => {
    sessions.end(req);
    security.record(req, { event: 'sign-out', outcome: 'success' });
    res.json({});
  });
}
