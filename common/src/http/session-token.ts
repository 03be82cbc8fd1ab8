import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, errors, exportJWK, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';

/** A session that has been begun with a password. */
export interface Session {
  /** The id of the session: 24 hex digits. No two sessions have the same. */
  id: string;
  userId: string;
  email: string;
  /** How often all sessions of the account had been ended when this one began. */
  generation: number;
}

/** The only algorithm that is accepted, so that nobody can choose a weaker one. */
const ALGORITHM = 'EdDSA';
/** No other signed text of the system has this type and audience, so none can stand for a session (RFC 8725, 3.11). */
const TYPE = 'session+jwt';
const AUDIENCE = 'ticketing';
/** A check of a signature costs far more than a look into this cache. An entry has about 1 kB. */
const MOST_CACHED = 10_000;

/** A session lives this long. Nothing makes it longer. */
export const SESSION_SECONDS = 7 * 24 * 60 * 60;

/** Signs sessions. Only auth has the private key. */
export class SessionSigner {
  private constructor(
    private readonly key: KeyObject,
    private readonly kid: string,
  ) {}

  /** @param key an Ed25519 private key. Anybody who knows it can be any user. */
  static async of(key: KeyObject): Promise<SessionSigner> {
    return new SessionSigner(key, await keyId(createPublicKey(key)));
  }

  /** The token of a session that begins now. */
  sign({ id, userId, email, generation }: Session): Promise<string> {
    return new SignJWT({ email, generation })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.kid, typ: TYPE })
      .setAudience(AUDIENCE)
      .setSubject(userId)
      .setJti(id)
      .setIssuedAt()
      .setExpirationTime(`${SESSION_SECONDS} seconds`)
      .sign(this.key);
  }
}

/** Checks the signatures of sessions by public keys. A token that was checked is not checked again. */
export class SessionVerifier {
  private readonly checked = new LRUCache<string, { session: Session; endsAt: number }>({ max: MOST_CACHED });

  private constructor(private readonly keys: ReadonlyMap<string, KeyObject>) {}

  /** @param keys the public keys of all private keys that have signed valid sessions. */
  static async of(keys: readonly KeyObject[]): Promise<SessionVerifier> {
    const byId = await Promise.all(keys.map(async (key) => [await keyId(key), key] as const));
    return new SessionVerifier(new Map(byId));
  }

  /** The session of a token; undefined when the token is forged, expired or malformed, or is no session. */
  async verify(token: string): Promise<Session | undefined> {
    const known = this.checked.get(token);
    if (known) return known.endsAt > Date.now() ? known.session : undefined;
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.keyOf(kid), {
        algorithms: [ALGORITHM],
        typ: TYPE,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'jti', 'iat', 'exp', 'email', 'generation'],
      });
      const { jti: id, sub: userId, email, generation, exp = 0 } = payload;
      if (!isId(id) || !isId(userId) || typeof email !== 'string' || !isCount(generation)) return undefined;
      const session = { id, userId, email, generation };
      this.checked.set(token, { session, endsAt: exp * 1000 });
      return session;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  private keyOf(kid: string | undefined): KeyObject {
    const key = kid === undefined ? undefined : this.keys.get(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{24}$/.test(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** The id of a key: its thumbprint (RFC 7638). */
async function keyId(key: KeyObject): Promise<string> {
  return calculateJwkThumbprint(await exportJWK(key));
}
