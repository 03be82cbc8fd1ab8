import type { Sessions } from '@ticketing/common/http';
import { Router } from 'express';

export function signOut(sessions: Sessions): Router {
  return Router().post('/api/users/signout', (req, res) => {
    sessions.end(req);
    res.json({});
  });
}
