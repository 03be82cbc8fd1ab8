import { createPublicKey, type KeyObject } from 'node:crypto';
import { newId } from '@ticketing/testing';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { newPassKey } from '../testing/orders.js';
import { checkPass, issuePass } from './pass.js';
import { PassKeys } from './pass-keys.js';

const key = newPassKey();
const completedAt = new Date('2026-03-01T19:30:00.500Z');
const order = (title = 'Concert') => ({
  _id: newId(),
  completedAt,
  ticket: { id: newId(), title, price: 20 },
});

const keysOf = (...args: Parameters<typeof PassKeys.of>) => PassKeys.of(...args);
const titleOf = async (title: string) =>
  (await checkPass(await issuePass(await keysOf(key), order(title)), (await keysOf(key)).published)).title;

describe('a pass', () => {
  it('says which order owns which ticket since when', async () => {
    const owned = order();
    const keys = await keysOf(key);
    const token = await issuePass(keys, owned);
    expect(await checkPass(token, keys.published)).toEqual({
      iss: 'ticketing',
      jti: owned._id,
      ticketId: owned.ticket.id,
      title: 'Concert',
      iat: Date.parse('2026-03-01T19:30:00Z') / 1000,
    });
    expect(await issuePass(keys, owned)).toBe(token);
  });

  it('names the key that signed it by the thumbprint of the key', async () => {
    const keys = await keysOf(key);
    const header = decodeProtectedHeader(await issuePass(keys, order()));
    expect(header).toEqual({ alg: 'EdDSA', typ: 'ticket-pass+jwt', kid: keys.published.keys[0]!.kid });
    expect(header.kid).toMatch(/^[\w-]{43}$/);
  });

  it('stays valid when its key is replaced and its public key is kept', async () => {
    const token = await issuePass(await keysOf(key), order());
    const next = newPassKey();
    expect(await checkPass(token, (await keysOf(next, [createPublicKey(key)])).published)).toBeDefined();
    await expect(checkPass(token, (await keysOf(next)).published)).rejects.toThrow(/no applicable key/);
  });

  it('is cut between characters when its title is long', async () => {
    expect(await titleOf('x'.repeat(80))).toBe('x'.repeat(80));
    expect(await titleOf('x'.repeat(200))).toBe(`${'x'.repeat(77)}…`);
    const family = '👨‍👩‍👧‍👦';
    expect(await titleOf(family.repeat(200))).toBe(`${family.repeat(3)}…`);
    expect((await issuePass(await keysOf(key), order(family.repeat(200)))).length).toBeLessThan(560);
  });
});

describe('a door refuses', () => {
  let keys: PassKeys;
  let token: string;
  beforeAll(async () => {
    keys = await keysOf(key);
    token = await issuePass(keys, order());
  });
  const check = (pass: string) => checkPass(pass, keys.published);

  const signed = (by: KeyObject, change: { claims?: JWTPayload; header?: object } = {}) =>
    new SignJWT({ ...decodeJwt(token), ...change.claims })
      .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'EdDSA', ...change.header })
      .sign(by);

  it('a pass that somebody else has signed', async () => {
    await expect(check(await signed(key))).resolves.toBeDefined();
    await expect(check(await signed(newPassKey()))).rejects.toThrow(/signature/);
  });

  it('a pass that was changed after it was signed', async () => {
    const [header, payload, signature] = token.split('.');
    const other = Buffer.from(JSON.stringify({ ...decodeJwt(token), jti: newId() })).toString('base64url');
    await expect(check([header, other, signature].join('.'))).rejects.toThrow(/signature/);
    await expect(check([header, payload, ''].join('.'))).rejects.toThrow();
  });

  it('a pass without a signature', async () => {
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'ticket-pass+jwt' })).toString('base64url');
    await expect(check(`${none}.${token.split('.')[1]}.`)).rejects.toThrow();
  });

  it('another text that is signed with the same key', async () => {
    await expect(check(await signed(key, { header: { typ: 'JWT' } }))).rejects.toThrow(/typ/);
    await expect(check(await signed(key, { claims: { iss: 'somebody' } }))).rejects.toThrow(/iss/);
    await expect(check(await signed(key, { claims: { jti: undefined } }))).rejects.toThrow(/jti/);
  });

  it.each(['', 'https://example.com', 'a.b.c'])('what is no pass: "%s"', async (text) => {
    await expect(check(text)).rejects.toThrow();
  });
});
