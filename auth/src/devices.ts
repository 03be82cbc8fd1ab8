import { createSecretKey, type KeyObject, randomUUID } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import jwt from 'jsonwebtoken';
import { digest } from './digest.js';

const COOKIE = 'device';
const LIFETIME_SECONDS = 365 * 24 * 60 * 60;
/** What tells these JWTs from those of sessions, which have no audience; these in turn have no user. */
const AUDIENCE = 'device';
/** Accounts a browser is known to; the one that was away longest is forgotten first. */
const MAX_ACCOUNTS = 5;

interface Device {
  id: string;
  /** Digests of the addresses of accounts that were signed in to from this browser, the last one first. */
  accounts: string[];
}

/**
 * Recognizes browsers that have signed in to an account before. Their attempts are counted apart from everybody else's,
 * so nobody can lock an owner out by failing in the owner's name.
 * See https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export class Devices {
  private readonly key: KeyObject;

  /** @param secret, secure those of the sessions. */
  constructor(
    secret: string,
    private readonly secure: boolean,
  ) {
    this.key = createSecretKey(secret, 'utf8');
  }

  /** The id of the browser that sent `req`, if it has signed in to the account of `email` before. */
  knownTo(req: Request, email: string): string | undefined {
    const device = this.read(req);
    return device?.accounts.includes(digest(email)) ? device.id : undefined;
  }

  /** Marks the browser that gets `res` as one of the owner of `email`; called only after the password was right. */
  remember(req: Request, res: Response, email: string): void {
    const { id, accounts } = this.read(req) ?? { id: randomUUID(), accounts: [] };
    const known = [...new Set([digest(email), ...accounts])].slice(0, MAX_ACCOUNTS);
    const token = jwt.sign({ accounts: known }, this.key, {
      algorithm: 'HS256',
      audience: AUDIENCE,
      jwtid: id,
      expiresIn: LIFETIME_SECONDS,
    });
    res.cookie(COOKIE, token, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
      maxAge: LIFETIME_SECONDS * 1000,
    });
  }

  /** A cookie that is forged, expired or of another purpose is none. */
  private read(req: Request): Device | undefined {
    const token = parseCookie(req.get('cookie') ?? '')[COOKIE];
    if (!token) return undefined;
    try {
      const claims = jwt.verify(token, this.key, { algorithms: ['HS256'], audience: AUDIENCE });
      const { jti: id, accounts } = claims as { jti: string; accounts: string[] };
      return { id, accounts };
    } catch {
      return undefined;
    }
  }
}
