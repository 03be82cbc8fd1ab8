import { createSecretKey, type KeyObject } from 'node:crypto';
import cookieSession from 'cookie-session';
import type { Request, RequestHandler } from 'express';
import jwt from 'jsonwebtoken';
import { cookieName, type CookiePolicy } from '../cookies/index.js';
import { InsecureConnectionError } from '../errors/http-errors.js';

/** A user who is signed in. */
export interface UserPayload {
  id: string;
  email: string;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Express is extended through this namespace
  namespace Express {
    interface Request {
      /** The user who is signed in, or undefined. `Sessions.currentUser` sets it. */
      currentUser?: UserPayload;
    }
  }
}

const LIFETIME_SECONDS = 7 * 24 * 60 * 60;

/** Signs and reads sessions. A session is a JWT in an httpOnly cookie. Make one instance per process. */
export class Sessions {
  private readonly key: KeyObject;

  /**
   * @param secret signs the JWTs. Anybody who knows it can sign in as any user.
   * @param cookies decides about the cookie of the session.
   */
  constructor(
    secret: string,
    private readonly cookies: CookiePolicy,
  ) {
    // jsonwebtoken turns a string into a key at every call, which costs 50 times as much as the check itself
    this.key = createSecretKey(secret, 'utf8');
  }

  /** The name of the cookie. */
  get cookieName(): string {
    return cookieName('session', this.cookies);
  }

  /** Reads the cookie of the session, and writes it when a route changed the session. */
  cookie(): RequestHandler {
    return cookieSession({
      name: this.cookieName,
      signed: false, // the JWT inside is already signed
      httpOnly: true,
      sameSite: 'lax',
      secure: this.cookies.secure,
      maxAge: LIFETIME_SECONDS * 1000,
    });
  }

  /** Sets `req.currentUser`. A forged, expired or malformed session counts as no session. */
  currentUser(): RequestHandler {
    return (req, _res, next) => {
      req.currentUser = this.read((req.session as { jwt?: unknown } | null | undefined)?.jwt);
      next();
    };
  }

  /**
   * Checks that the answer to `req` can carry a session. Call it before anything is stored: cookie-session leaves a secure
   * cookie out of an answer over http, and says nothing.
   * @throws {InsecureConnectionError} when it cannot.
   */
  requireStartable(req: Request): void {
    if (this.cookies.secure && !req.secure) throw new InsecureConnectionError();
  }

  /** Signs `user` in with the answer to `req`. */
  start(req: Request, user: UserPayload): void {
    req.session = { jwt: this.sign(user) };
  }

  /** Signs the user out with the answer to `req`. */
  end(req: Request): void {
    req.session = null;
  }

  /** The JWT of a session. It is valid for a week. */
  sign({ id, email }: UserPayload): string {
    return jwt.sign({ id, email }, this.key, { algorithm: 'HS256', expiresIn: LIFETIME_SECONDS });
  }

  private read(token: unknown): UserPayload | undefined {
    if (typeof token !== 'string') return undefined;
    try {
      const payload = jwt.verify(token, this.key, { algorithms: ['HS256'] });
      if (typeof payload === 'string') return undefined;
      const { id, email } = payload as Record<string, unknown>;
      return typeof id === 'string' && typeof email === 'string' ? { id, email } : undefined;
    } catch {
      return undefined;
    }
  }
}
