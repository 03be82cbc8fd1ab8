import { hash } from '@node-rs/argon2';
import { hashPassword, isOutdated, isPassword } from './passwords.js';

it('makes argon2id hashes with 19 MiB, two passes and one lane', async () => {
  expect(await hashPassword('a password')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

it('accepts a password only for its own hash', async () => {
  const [one, other] = await Promise.all([hashPassword('one password'), hashPassword('another')]);
  expect(await isPassword('one password', one)).toBe(true);
  expect(await isPassword('one password', other)).toBe(false);
  expect(await isPassword('one password', undefined)).toBe(false);
});

it('accepts the same letters typed as other code points', async () => {
  expect(await isPassword('cafe\u0301 noir', await hashPassword('caf\u00e9 noir'))).toBe(true);
});

it('recognizes hashes with other parameters', async () => {
  expect(isOutdated(await hashPassword('a password'))).toBe(false);
  expect(isOutdated(await hash('a password', { timeCost: 3 }))).toBe(true);
  expect(isOutdated(await hash('a password', { memoryCost: 9216 }))).toBe(true);
  expect(isOutdated(await hash('a password', { algorithm: 1 /* Argon2i */ }))).toBe(true);
});
