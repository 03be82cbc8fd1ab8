import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { KEY } from '@ticketing/testing';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, currentUser, setCookie, signUp } from '../testing/requests.js';

authDatabase();
const api = authApi();
const secureApi = authApi({ secure: true });

const user = { id: '0123456789abcdef01234567', email: 'ada@example.com' };
const asCookie = (content: unknown) => `session=${Buffer.from(JSON.stringify(content)).toString('base64')}`;
const withJwt = (token: string) => asCookie({ jwt: token });

describe('the current user', () => {
  it('is null without a session', async () => {
    const answer = await api().get('/api/users/currentuser').expect(200);
    expect(answer.body).toEqual({ currentUser: null });
  });

  it('is the user who signed in', async () => {
    const ada = await signUp(api);
    const res = await currentUser(api, cookieOf(ada, 'session')).expect(200);
    expect(res.body).toEqual({ currentUser: ada.body as unknown });
    expect(res.headers['cache-control']).toBe('no-store');
  });

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const now = Math.floor(Date.now() / 1000);
  it.each([
    ['another key', jwt.sign(user, 'another key, just as long as the right one')],
    ['no signature', jwt.sign(user, null, { algorithm: 'none' })],
    ['another algorithm', jwt.sign(user, createSecretKey(KEY, 'utf8'), { algorithm: 'HS512' })],
    ['a key pair', jwt.sign(user, privateKey, { algorithm: 'RS256' })],
    ['an expiry in the past', jwt.sign({ ...user, exp: now - 1 }, KEY)],
    ['a start in the future', jwt.sign({ ...user, nbf: now + 60 }, KEY)],
    ['an id that is not a text', jwt.sign({ ...user, id: { $gt: '' } }, KEY)],
    ['no user', jwt.sign({}, KEY)],
    ['another body under the signature', tampered(jwt.sign(user, KEY))],
  ])('is null for a session with %s', async (_, token) => {
    const answer = await currentUser(api, withJwt(token)).expect(200);
    expect(answer.body).toEqual({ currentUser: null });
  });

  it('is the user of a valid session that is made in the same way', async () => {
    const answer = await currentUser(api, withJwt(jwt.sign(user, KEY))).expect(200);
    expect(answer.body).toEqual({ currentUser: user });
  });

  it.each([
    'session=',
    'session=%',
    'session=%E0%A4%A',
    'session=not base64 at all',
    `session=${'A'.repeat(4000)}`,
    asCookie(null),
    asCookie('text'),
    asCookie(['jwt']),
    asCookie({ jwt: null }),
    asCookie({ jwt: { length: 1 } }),
    asCookie({ __proto__: null, constructor: { prototype: 1 }, isNew: 1 }),
    withJwt('a.b.c'),
    withJwt('..'),
    'session=e30=; session=e30=; device=; device=%; =; ;;',
    'device=a.b.c',
  ])('is null for the cookie %s', async (cookie) => {
    const answer = await currentUser(api, cookie).expect(200);
    expect(answer.body).toEqual({ currentUser: null });
  });
});

describe('a sign-out', () => {
  it('clears the session and keeps the device cookie', async () => {
    const ada = await signUp(api);
    const res = await api().post('/api/users/signout').set('Cookie', cookieOf(ada)).expect(200);
    expect(res.body).toEqual({});
    const session = setCookie(res, 'session');
    expect(session?.value).toBe('');
    expect(session?.attributes).toEqual(
      expect.arrayContaining(['expires=thu, 01 jan 1970 00:00:00 gmt', 'path=/', 'httponly', 'samesite=lax']),
    );
    expect(setCookie(res, 'device')).toBeUndefined();
  });

  it('succeeds without a session', async () => {
    const answer = await api().post('/api/users/signout').send({}).expect(200);
    expect(answer.body).toEqual({});
  });

  it('clears the cookie over TLS as well', async () => {
    const res = await api().post('/api/users/signout').expect(200);
    expect(setCookie(res, 'session')?.attributes).not.toContain('secure');
    const secure = await secureApi().post('/api/users/signout').set('X-Forwarded-Proto', 'https').expect(200);
    expect(setCookie(secure, '__Host-session')?.attributes).toContain('secure');
  });
});

function tampered(token: string): string {
  const [head, , signature] = token.split('.');
  const body = Buffer.from(JSON.stringify({ ...user, email: 'eve@example.com' })).toString('base64url');
  return [head, body, signature].join('.');
}
