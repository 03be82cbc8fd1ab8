import { hash } from '@node-rs/argon2';
import { THE_SERVICE } from './caller.js';
import { hashPassword, isOutdated, isPassword } from './passwords.js';

it('makes argon2id hashes with 19 MiB, two passes and one lane', async () => {
  expect(await hashPassword('a password', THE_SERVICE)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

it('accepts a password only for its own hash', async () => {
  const [one, other] = await Promise.all([
    hashPassword('one password', THE_SERVICE),
    hashPassword('another', THE_SERVICE),
  ]);
  expect(await isPassword('one password', one, THE_SERVICE)).toBe(true);
  expect(await isPassword('one password', other, THE_SERVICE)).toBe(false);
  expect(await isPassword('one password', undefined, THE_SERVICE)).toBe(false);
});

it('accepts the same letters typed as other code points', async () => {
  expect(
    await isPassword('cafe\u0301 noir', await hashPassword('caf\u00e9 noir', THE_SERVICE), THE_SERVICE),
  ).toBe(true);
});

it('recognizes hashes with other parameters', async () => {
  expect(isOutdated(await hashPassword('a password', THE_SERVICE))).toBe(false);
  expect(isOutdated(await hash('a password', { timeCost: 3 }))).toBe(true);
  expect(isOutdated(await hash('a password', { memoryCost: 9216 }))).toBe(true);
  expect(isOutdated(await hash('a password', { algorithm: 1 /* Argon2i */ }))).toBe(true);
});
