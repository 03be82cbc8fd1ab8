import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomUUID } from 'node:crypto';
import { parseCookie } from 'cookie';
import { cookieName, type CookiePolicy } from '@ticketing/common/cookies';
import type { Request, Response } from 'express';
import jwt from 'jsonwebtoken';

const LIFETIME_SECONDS = 365 * 24 * 60 * 60;
/** The audience of the JWTs of devices. The JWTs of sessions have a user and no audience, so neither passes as the other. */
const AUDIENCE = 'device';
/** A browser is known to at most this many accounts. The account that has not signed in for longest is forgotten first. */
const MAX_ACCOUNTS = 5;

interface Device {
  id: string;
  /** The digests of the e-mail addresses that signed in from this browser, the last one first. */
  known: string[];
}

/**
 * Recognizes browsers that have signed in to an account before. Their attempts are counted separately, so nobody can lock
 * the owner of an account out with failed attempts.
 * See https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export class Devices {
  private readonly key: KeyObject;
  private readonly digestKey: KeyObject;

  /**
   * @param secret signs the cookies, and keys the digests in them.
   * @param cookies decides about the cookie of the device.
   */
  constructor(
    secret: string,
    private readonly cookies: CookiePolicy,
  ) {
    this.key = createSecretKey(secret, 'utf8');
    this.digestKey = createSecretKey(
      new Uint8Array(hkdfSync('sha256', secret, '', 'digests of devices', 32)),
    );
  }

  /** The name of the cookie. */
  get cookieName(): string {
    return cookieName('device', this.cookies);
  }

  /** The id of the browser that sent `req`, or undefined when it has not signed in to the account of `email` before. */
  knownTo(req: Request, email: string): string | undefined {
    const device = this.read(req);
    return device?.known.includes(this.digest(email)) ? device.id : undefined;
  }

  /** Marks the browser that gets `res` as known to the account of `email`. Call it only after the password was right. */
  remember(req: Request, res: Response, email: string): void {
    const { id, known: before } = this.read(req) ?? { id: randomUUID(), known: [] };
    const known = [...new Set([this.digest(email), ...before])].slice(0, MAX_ACCOUNTS);
    const token = jwt.sign({ known }, this.key, {
      algorithm: 'HS256',
      audience: AUDIENCE,
      jwtid: id,
      expiresIn: LIFETIME_SECONDS,
    });
    res.cookie(this.cookieName, token, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.cookies.secure,
      maxAge: LIFETIME_SECONDS * 1000,
    });
  }

  /**
   * A short name for an address: 128 bits in base64url. It depends on the key, so nobody who reads a cookie can find out
   * an address by trying many.
   */
  private digest(email: string): string {
    return createHmac('sha256', this.digestKey).update(email).digest().subarray(0, 16).toString('base64url');
  }

  /**
   * Reads the device cookie. A forged or expired cookie, a JWT for another purpose, or one without its fields, counts as no
   * cookie. Cookies of older releases have digests without a key in another field, so they count as none, too.
   */
  private read(req: Request): Device | undefined {
    const token = parseCookie(req.get('cookie') ?? '')[this.cookieName];
    if (!token) return undefined;
    try {
      const claims = jwt.verify(token, this.key, { algorithms: ['HS256'], audience: AUDIENCE });
      const { jti: id, known } = claims as { jti?: unknown; known?: unknown };
      const isDevice = typeof id === 'string' && Array.isArray(known) && known.every(isText);
      return isDevice ? { id, known } : undefined;
    } catch {
      return undefined;
    }
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
