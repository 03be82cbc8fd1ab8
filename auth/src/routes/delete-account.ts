import { BadRequestError } from '@ticketing/common/errors';
import { requireAuth, type Sessions, sessionOf, signedIn, validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { callerOf } from '../caller.js';
import { deleteAccount } from '../use-cases/delete-account.js';
import { type AttemptParts, Attempts } from './attempts.js';
import { oldPasswordCheck } from './credential-checks.js';

/** Deletes the account. Its tickets leave the market; its orders stay, and have no address. */
export function deleteAccountRoute({ sessions, ...parts }: AttemptParts & { sessions: Sessions }): Router {
  const attempts = new Attempts(parts);
  return Router().delete(
    '/api/users/me',
    requireAuth,
    validateRequest(oldPasswordCheck('password')),
    async (req, res) => {
      const { password } = req.body as { password: string };
      const caller = callerOf(req, res);
      const attempt = { event: 'account-deletion' as const, email: signedIn(req).email, caller };
      const user = await attempts.run(req, attempt, () =>
        deleteAccount({ session: sessionOf(req), password }, caller),
      );
      if (!user) throw new BadRequestError('This is not your password', 'password');
      sessions.end(req);
      res.json({});
    },
  );
}
