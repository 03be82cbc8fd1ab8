import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { SessionSigner, SessionVerifier } from './session-token.js';

const newKey = () => generateKeyPairSync('ed25519').privateKey;
const publicOf = (...keys: KeyObject[]) => SessionVerifier.of(keys.map((key) => createPublicKey(key)));
const key = newKey();
const session = { id: 'b'.repeat(24), userId: 'a'.repeat(24), email: 'ann@example.com', generation: 2 };
const sign = async (by = key) => (await SessionSigner.of(by)).sign(session);
afterEach(() => void jest.useRealTimers());

it('carries a session, under the id of the key, for a week', async () => {
  const token = await sign();
  expect(await (await publicOf(key)).verify(token)).toEqual(session);
  const { exp = 0, iat = 0, jti } = decodeJwt(token);
  expect([exp - iat, jti]).toEqual([7 * 24 * 3600, session.id]);
  expect(decodeProtectedHeader(token)).toEqual({
    alg: 'EdDSA',
    typ: 'session+jwt',
    kid: expect.stringMatching(/^[\w-]{43}$/) as string,
  });
});

it('stays valid while keys are rotated, until its key is removed', async () => {
  const next = newKey();
  const [before, after] = [await sign(key), await sign(next)];
  const both = await publicOf(key, next);
  expect(await both.verify(before)).toEqual(session);
  expect(await both.verify(after)).toEqual(session);
  expect(await (await publicOf(next)).verify(before)).toBeUndefined();
});

it('ends after a week, also when it was checked before', async () => {
  const verifier = await publicOf(key);
  const token = await sign();
  expect(await verifier.verify(token)).toEqual(session);
  jest.useFakeTimers({
    now: Date.now() + 7 * 24 * 3_600_000 + 1_000,
    doNotFake: ['setImmediate', 'nextTick'],
  });
  expect(await verifier.verify(token)).toBeUndefined();
});

describe('no session is', () => {
  const signed = async ({ by = key, header = {}, claims = {} } = {}) => {
    const token = await sign();
    return new SignJWT({ ...decodeJwt(token), ...claims })
      .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'EdDSA', ...header })
      .sign(by);
  };
  const checked = async (token: string) => (await publicOf(key)).verify(token);

  it.each([
    ['signed by another key', { by: newKey() }],
    ['of an unknown key', { header: { kid: 'another' } }],
    ['of no named key', { header: { kid: undefined } }],
    ['of another type', { header: { typ: 'ticket-pass+jwt' } }],
    ['of no type', { header: { typ: undefined } }],
    ['for another audience', { claims: { aud: 'device' } }],
    ['over', { claims: { exp: Math.floor(Date.now() / 1000) - 1 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['before its time', { claims: { nbf: Math.floor(Date.now() / 1000) + 60 } }],
    ['without an id', { claims: { jti: undefined } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['without a generation', { claims: { generation: undefined } }],
    ['with a generation that is no count', { claims: { generation: -1 } }],
    ['with an id that is none', { claims: { jti: { $gt: '' } } }],
    ['with an address that is no text', { claims: { email: { $gt: '' } } }],
  ])('a token that is %s', async (_what, change) => {
    expect(await checked(await signed())).toEqual(session);
    expect(await checked(await signed(change))).toBeUndefined();
  });

  it('a token that was changed, has no signature, or is none', async () => {
    const [header, payload, signature] = (await sign()).split('.');
    const other = Buffer.from(JSON.stringify({ ...decodeJwt(await sign()), sub: 'c'.repeat(24) })).toString(
      'base64url',
    );
    const none = Buffer.from('{"alg":"none","typ":"session+jwt"}').toString('base64url');
    for (const token of [
      `${header}.${other}.${signature}`,
      `${header}.${payload}.`,
      `${none}.${payload}.`,
      '',
      '..',
    ])
      expect(await checked(token)).toBeUndefined();
  });

  it('a token of the symmetric key of earlier releases', async () => {
    const secret = new TextEncoder().encode('x'.repeat(32));
    const old = await new SignJWT({ id: session.userId, email: session.email })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(secret);
    expect(await checked(old)).toBeUndefined();
  });
});
