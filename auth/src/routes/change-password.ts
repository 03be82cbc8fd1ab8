import { BadRequestError } from '@ticketing/common/errors';
import { requireAuth, sessionOf, signedIn, validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { callerOf } from '../caller.js';
import { changePassword } from '../use-cases/change-password.js';
import { type AttemptParts, Attempts } from './attempts.js';
import { newPasswordCheck, oldPasswordCheck } from './credential-checks.js';

const checks = [
  oldPasswordCheck('current'),
  newPasswordCheck('next', (req) => req.currentUser?.email)
    .bail()
    .custom((next: string, { req }) => next !== (req.body as { current?: unknown }).current)
    .withMessage('next must be another password than the current one'),
];

/** Changes the password. All other sessions of the account end, and this one goes on. */
export function changePasswordRoute(parts: AttemptParts): Router {
  const attempts = new Attempts(parts);
  return Router().post('/api/users/password', requireAuth, validateRequest(...checks), async (req, res) => {
    const { current, next } = req.body as { current: string; next: string };
    const caller = callerOf(req, res);
    const attempt = { event: 'password-change' as const, email: signedIn(req).email, caller };
    const user = await attempts.run(req, attempt, () =>
      changePassword({ session: sessionOf(req), current, next }, caller),
    );
    if (!user) throw new BadRequestError('This is not your current password', 'current');
    res.json({});
  });
}
