import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type EndedCheck, Sessions, type UserPayload, SessionVerifier } from '@ticketing/common/http';
import { newId } from './ids.js';

/** A secret text that only the tests know. */
export const KEY = 'a key that only the tests know, and long enough';

/** The key that signs the sessions of the tests. */
export const SESSION_KEY = generateKeyPairSync('ed25519').privateKey;

/** No session has ended. */
const NONE: EndedCheck = { isEnded: () => Promise.resolve(false) };

export const testSessions = async ({ secure = false, ended = NONE } = {}) =>
  new Sessions(await SessionVerifier.of([createPublicKey(SESSION_KEY)]), ended, { secure, suffix: '' });

interface Forged {
  header?: object;
  claims?: object;
  key?: KeyObject;
}

/** The token of a session, made by hand: the signature comes from `node:crypto`, not from the code under test. */
export function sessionToken(user: UserPayload, { header, claims, key = SESSION_KEY }: Forged = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'EdDSA', typ: 'session+jwt', kid: keyId(SESSION_KEY), ...header },
    {
      sub: user.id,
      email: user.email,
      jti: newId(),
      generation: 0,
      aud: 'ticketing',
      iat: now,
      exp: now + 3600,
      ...claims,
    },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

/** The thumbprint of a key (RFC 7638). */
export function keyId(key: KeyObject): string {
  const { crv, kty, x } = createPublicKey(key).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

/** The `Cookie` header of a browser that has the session of `token`. */
export const cookieWith = (token: unknown): string =>
  `session=${Buffer.from(JSON.stringify({ jwt: token })).toString('base64')}`;

/** The `Cookie` header of a browser in which `user` is signed in. */
export const cookieHeader = (user: UserPayload): string => cookieWith(sessionToken(user));
