import { createSecretKey, type KeyObject } from 'node:crypto';
import cookieSession from 'cookie-session';
import type { Request, RequestHandler } from 'express';
import jwt from 'jsonwebtoken';

/** Who is signed in. */
export interface UserPayload {
  id: string;
  email: string;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Express is extended through this namespace
  namespace Express {
    interface Request {
      /** Who is signed in; undefined for nobody. Set by `currentUser`. */
      currentUser?: UserPayload;
    }
  }
}

const LIFETIME_SECONDS = 7 * 24 * 60 * 60;

/** Signs and reads sessions: a JWT in an httpOnly cookie. Made once per process, see DESIGN on the cost of string keys. */
export class Sessions {
  private readonly key: KeyObject;

  /**
   * @param secret signs the JWTs; whoever has it can be anybody.
   * @param secure false only where the site is served without TLS.
   */
  constructor(
    secret: string,
    private readonly secure: boolean,
  ) {
    // jsonwebtoken turns a string into a key at every call, which costs fifty times what the check itself does
    this.key = createSecretKey(secret, 'utf8');
  }

  /** Reads the session's cookie and writes it back when a route changed it. */
  cookie(): RequestHandler {
    return cookieSession({
      name: 'session',
      signed: false, // the JWT inside is signed already
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
      maxAge: LIFETIME_SECONDS * 1000,
    });
  }

  /** Sets `req.currentUser` to who is signed in. A session that is forged, expired or of another shape is none. */
  currentUser(): RequestHandler {
    return (req, _res, next) => {
      req.currentUser = this.read((req.session as { jwt?: unknown } | null | undefined)?.jwt);
      next();
    };
  }

  /** Signs `user` in on the answer to `req`. */
  start(req: Request, user: UserPayload): void {
    req.session = { jwt: this.sign(user) };
  }

  /** Signs out on the answer to `req`. */
  end(req: Request): void {
    req.session = null;
  }

  /** The JWT of a session, valid for a week. */
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
