import cookieSession from 'cookie-session';
import type { Request, RequestHandler } from 'express';
import { cookieName, type CookiePolicy } from '../cookies/index.js';
import { InsecureConnectionError } from '../errors/http-errors.js';
import { type Session, SESSION_SECONDS, type SessionVerifier } from './session-token.js';

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
      /** The session by which `currentUser` is known. */
      currentSession?: Session;
      /** The reason why nobody can tell whether the session of the request has ended. */
      sessionProblem?: unknown;
    }
  }
}

/** Knows which sessions have ended before their time. */
export interface EndedCheck {
  /** @throws when it cannot tell. Then nobody is let in by that session. */
  isEnded(session: Session): Promise<boolean>;
}

/**
 * Reads sessions, and writes their cookie. A session is a signed token in an httpOnly cookie. Make one instance per
 * process.
 */
export class Sessions {
  /**
   * @param ended is asked about each session.
   * @param cookies decides about the cookie of the session.
   */
  constructor(
    private readonly verifier: SessionVerifier,
    private readonly ended: EndedCheck,
    private readonly cookies: CookiePolicy,
  ) {}

  /** The name of the cookie. */
  get cookieName(): string {
    return cookieName('session', this.cookies);
  }

  /** Reads the cookie of the session, and writes it when a route changed the session. */
  cookie(): RequestHandler {
    return cookieSession({
      name: this.cookieName,
      signed: false, // the token inside is already signed
      httpOnly: true,
      sameSite: 'lax',
      secure: this.cookies.secure,
      maxAge: SESSION_SECONDS * 1000,
    });
  }

  /**
   * Sets `req.currentUser`. A forged, expired, malformed or ended session counts as no session. When nobody can tell whether
   * it has ended, only a route that asks who is signed in fails (`userOf`), so that people can go on reading.
   */
  currentUser(): RequestHandler {
    return async (req, _res, next) => {
      const session = await this.find(req).catch((error: unknown) => {
        req.sessionProblem = error;
        return undefined;
      });
      req.currentSession = session;
      req.currentUser = session && { id: session.userId, email: session.email };
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

  /** Gives the session of `token` to the browser that gets the answer to `req`. */
  start(req: Request, token: string): void {
    req.session = { jwt: token };
  }

  /** Takes the session from the browser that gets the answer to `req`. */
  end(req: Request): void {
    req.session = null;
  }

  private async find(req: Request): Promise<Session | undefined> {
    const session = await this.read(req);
    return session && (await this.ended.isEnded(session)) ? undefined : session;
  }

  private async read(req: Request): Promise<Session | undefined> {
    leaveUnwritten(req);
    const token = (req.session as { jwt?: unknown } | null | undefined)?.jwt;
    return typeof token === 'string' ? this.verifier.verify(token) : undefined;
  }
}

/**
 * Only a route that calls `start` or `end` changes the session. cookie-session takes a cookie for changed as well when it would
 * have written the same session in other letters, and would send it back with another seven days, even a forged one.
 */
function leaveUnwritten({ session }: Request): void {
  if (session) Object.defineProperty(session, 'isChanged', { value: false });
}
