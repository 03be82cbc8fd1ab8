import type { Request, RequestHandler } from 'express';
import { NotAuthorizedError } from '../errors/http-errors.js';
import type { UserPayload } from './session.js';

/** Answers 401 when nobody is signed in. */
export const requireAuth: RequestHandler = (req, _res, next) => {
  signedIn(req);
  next();
};

/**
 * The user who is signed in.
 * @throws {NotAuthorizedError} when nobody is signed in.
 */
export function signedIn(req: Request): UserPayload {
  if (!req.currentUser) throw new NotAuthorizedError();
  return req.currentUser;
}
