import { createHash } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { KEY } from '@ticketing/testing';
import { Devices } from './devices.js';
import { authApi, authDatabase } from './testing/auth-api.js';
import { cookieOf, currentUser, setCookie, signIn, signUp, statuses } from './testing/requests.js';

authDatabase();
const api = authApi();

const ADA = 'ada@example.com';
const wrong = { email: ADA, password: 'a wrong guess' };

/** Whether a browser with `cookie` may still sign in from an address that has used up its guesses at ada's account. */
async function isKnown(cookie: string): Promise<boolean> {
  await statuses(10, () => signIn(api, wrong));
  const { status } = await signIn(api, { ...wrong, cookie });
  return status !== 429;
}

const deviceCookie = (claims: object, key = KEY) => `device=${jwt.sign(claims, key)}`;
const claimsOf = (cookie: string) => jwt.decode(cookie.slice('device='.length)) as jwt.JwtPayload;

it('knows a browser for a year after a sign-up or a sign-in', async () => {
  const up = await signUp(api, { email: ADA });
  expect(await isKnown(cookieOf(up, 'device'))).toBe(true);
  const back = await signIn(api, { email: ADA, address: '192.0.2.9' });
  expect(await isKnown(cookieOf(back, 'device'))).toBe(true);
  const { exp = 0, iat = 0 } = claimsOf(cookieOf(back, 'device'));
  expect(exp - iat).toBe(365 * 24 * 3600);
  expect(setCookie(back, 'device')?.attributes).toContain('max-age=31536000');
});

it('knows a browser only for the accounts that signed in from it', async () => {
  const bob = await signUp(api, { email: 'bob@example.com' });
  await signUp(api, { email: ADA });
  expect(await isKnown(cookieOf(bob, 'device'))).toBe(false);
});

it('knows a browser for its last five accounts', async () => {
  const people = ['a', 'b', 'c', 'd', ADA, 'f', 'g', 'h', 'i', 'j'];
  let cookie = '';
  const ids = new Set<unknown>();
  for (const [index, name] of people.entries()) {
    const email = name.includes('@') ? name : `${name}@example.com`;
    cookie = cookieOf(await signUp(api, { email, cookie }), 'device');
    ids.add(claimsOf(cookie).jti);
    if (index === 8) expect(await isKnown(cookie)).toBe(true);
  }
  expect(await isKnown(cookie)).toBe(false);
  expect(ids.size).toBe(1);
});

it('counts the failures of a known browser separately', async () => {
  const cookie = cookieOf(await signUp(api, { email: ADA }), 'device');
  const another = cookieOf(await signIn(api, { email: ADA }), 'device');
  expect(await statuses(30, () => signIn(api, { ...wrong, cookie }))).toEqual({ 400: 10, 429: 20 });
  await signIn(api, { email: ADA, cookie }).expect(429);
  await signIn(api, { email: ADA, cookie: another }).expect(200);
  await signIn(api, { email: ADA }).expect(200);
});

it('does not accept a forged, expired or borrowed cookie', async () => {
  const ada = await signUp(api, { email: ADA });
  const { known, aud, jti } = claimsOf(cookieOf(ada, 'device')) as { known: string[] } & jwt.JwtPayload;
  const claims = { known, aud, jti };
  expect(await isKnown(deviceCookie(claims))).toBe(true);
  for (const cookie of [
    deviceCookie(claims, 'another key, just as long as the right one'),
    deviceCookie({ ...claims, exp: Math.floor(Date.now() / 1000) - 1 }),
    deviceCookie({ ...claims, aud: 'session' }),
    deviceCookie({ known, jti }),
    `device=${jwt.sign(claims, null, { algorithm: 'none' })}`,
    `device=${jwt.sign(claims, KEY, { algorithm: 'HS512' })}`,
    'device=garbage',
  ]) {
    expect(await isKnown(cookie)).toBe(false);
  }
});

it('accepts no device cookie as a session, and no session as a device', async () => {
  const ada = await signUp(api, { email: ADA });
  const device = cookieOf(ada, 'device').slice('device='.length);
  const session = Buffer.from(JSON.stringify({ jwt: device })).toString('base64');
  const answer = await currentUser(api, `session=${session}`).expect(200);
  expect(answer.body).toEqual({ currentUser: null });

  const inside = Buffer.from(setCookie(ada, 'session')?.value ?? '', 'base64').toString();
  const { jwt: token } = JSON.parse(inside) as { jwt: string };
  expect(await isKnown(`device=${token}`)).toBe(false);
  await signIn(api, { email: ADA, cookie: `device=${token}`, address: '192.0.2.10' }).expect(200);
});

it.each([
  ['no field', {}],
  ['the field of older releases', { accounts: ['x'] }],
  ['a field that is no list', { known: 'x' }],
  ['a field with something else than text', { known: [{}] }],
  ['no id', { known: [], jti: undefined }],
])('counts a signed cookie with %s as no cookie', async (_what, claims) => {
  await signUp(api, { email: ADA });
  const signed = JSON.parse(JSON.stringify({ aud: 'device', jti: 'one', ...claims })) as object;
  const cookie = deviceCookie(signed);
  const answer = await signIn(api, { email: ADA, cookie }).expect(200);
  expect(claimsOf(cookieOf(answer, 'device')).known).toHaveLength(1);
  expect(await isKnown(cookie)).toBe(false);
});

it('does not show the addresses of the accounts in the cookie, not even to a guesser', async () => {
  const cookie = cookieOf(await signUp(api, { email: ADA }), 'device');
  const { known } = claimsOf(cookie) as { known: string[] };
  expect(JSON.stringify(claimsOf(cookie))).not.toMatch(/@|example/);
  for (const text of [ADA, JSON.stringify(ADA), JSON.stringify([ADA])]) {
    const guess = createHash('sha256').update(text).digest();
    expect(Buffer.from(known[0]!, 'base64url').equals(guess.subarray(0, 16))).toBe(false);
  }
  const other = new Devices('another key, just as long as the right one', { secure: false, suffix: '' });
  const cookies: string[] = [];
  const res = { cookie: (_name: string, token: string) => cookies.push(token) };
  other.remember({ get: () => undefined } as never, res as never, ADA);
  expect((jwt.decode(cookies[0]!) as { known: string[] }).known).not.toEqual(known);
});
