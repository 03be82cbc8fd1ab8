import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose';

/** The algorithm of every pass. A door accepts no other, so that nobody can choose a weaker one. */
export const PASS_ALGORITHM = 'EdDSA';

/** The key that signs passes, and the public keys that check them. A key's id is its thumbprint (RFC 7638). */
export class PassKeys {
  private constructor(
    private readonly key: KeyObject,
    private readonly kid: string,
    /** The public keys: of `key` and of those that signed earlier passes. */
    readonly published: JSONWebKeySet,
  ) {}

  /** @param earlier the public keys of earlier passes. */
  static async of(key: KeyObject, earlier: readonly KeyObject[] = []): Promise<PassKeys> {
    const keys = await Promise.all([createPublicKey(key), ...earlier].map(published));
    return new PassKeys(key, keys[0]!.kid, { keys });
  }

  /** Signs claims. The same claims always give the same token. */
  sign(claims: JWTPayload, typ: string): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: PASS_ALGORITHM, kid: this.kid, typ }).sign(this.key);
  }
}

async function published(key: KeyObject) {
  const jwk = await exportJWK(key);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: PASS_ALGORITHM, use: 'sig' };
}
