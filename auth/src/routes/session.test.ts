import { generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { KEY, sessionToken } from '@ticketing/testing';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, currentUser, setCookie, signIn, signUp } from '../testing/requests.js';

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

  const now = Math.floor(Date.now() / 1000);
  const another = generateKeyPairSync('ed25519').privateKey;
  it.each([
    ['another key', sessionToken(user, { key: another })],
    ['the symmetric key of earlier releases', jwt.sign(user, KEY)],
    ['an expiry in the past', sessionToken(user, { claims: { exp: now - 1 } })],
    ['an id that is not a text', sessionToken(user, { claims: { sub: { $gt: '' } } })],
    ['another body under the signature', tampered(sessionToken(user))],
  ])('is null for a session with %s', async (_, token) => {
    const answer = await currentUser(api, withJwt(token)).expect(200);
    expect(answer.body).toEqual({ currentUser: null });
  });

  it('is the user of a valid session that is made in the same way', async () => {
    const ada = (await signUp(api)).body as typeof user;
    const answer = await currentUser(api, withJwt(sessionToken(ada))).expect(200);
    expect(answer.body).toEqual({ currentUser: ada });
  });

  it('is null when there is no such account', async () => {
    const answer = await currentUser(api, withJwt(sessionToken(user))).expect(200);
    expect(answer.body).toEqual({ currentUser: null });
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

it('is another one after each sign-in, also within one second', async () => {
  await signUp(api);
  const cookies = await Promise.all([1, 2, 3].map(async () => cookieOf(await signIn(api), 'session')));
  expect(new Set(cookies).size).toBe(3);
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
