import type { Request, RequestHandler } from 'express';
import { NotAuthorizedError } from '../errors/http-errors.js';
import type { UserPayload } from './session.js';
import type { Session } from './session-token.js';

/** Answers 401 when nobody is signed in. */
export const requireAuth: RequestHandler = (req, _res, next) => {
  signedIn(req);
  next();
};

/**
 * The user who is signed in, or undefined.
 * @throws when nobody can tell, for example because the database is away.
 */
export function userOf(req: Request): UserPayload | undefined {
  if (req.sessionProblem !== undefined) throw req.sessionProblem as Error;
  return req.currentUser;
}

/**
 * The user who is signed in.
 * @throws {NotAuthorizedError} when nobody is signed in.
 */
export function signedIn(req: Request): UserPayload {
  const user = userOf(req);
  if (!user) throw new NotAuthorizedError();
  return user;
}

/**
 * The session of the user who is signed in.
 * @throws {NotAuthorizedError} when nobody is signed in.
 */
export function sessionOf(req: Request): Session {
  signedIn(req);
  return req.currentSession!;
}
