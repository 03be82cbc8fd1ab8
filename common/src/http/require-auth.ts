import type { Request, RequestHandler } from 'express';
import { NotAuthorizedError } from '../errors/http-errors.js';
import type { UserPayload } from './session.js';

/** Lets only those through who are signed in; 401 for the others. */
export const requireAuth: RequestHandler = (req, _res, next) => {
  signedIn(req);
  next();
};

/** Who is signed in. @throws {NotAuthorizedError} when nobody is. */
export function signedIn(req: Request): UserPayload {
  if (!req.currentUser) throw new NotAuthorizedError();
  return req.currentUser;
}
